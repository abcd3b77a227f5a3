package weir.router.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import weir.router.Routes.Change;

/** Finds the version to go back to in the changes of a route. */
final class Rollback {

    /** Who served for less only passed by: versions come one after the other when the host starts. */
    private static final Duration PASSING = Duration.ofSeconds(5);

    private Rollback() {}

    /**
     * The one that served before the one that serves now.
     *
     * @param changes of the route, the newest last
     * @param usable whether it can serve again; a version that was taken off cannot
     * @return its change; empty where there is none
     */
    static Optional<Change> target(List<Change> changes, Predicate<Change> usable) {
        List<Integer> served = IntStream.range(0, changes.size())
                .filter(i -> changes.get(i).version().isPresent())
                .boxed()
                .toList();
        if (served.isEmpty()) {
            return Optional.empty();
        }
        Change now = changes.get(served.get(served.size() - 1));
        List<Integer> others = served.stream()
                .filter(i -> differ(changes.get(i), now) && usable.test(changes.get(i)))
                .toList();
        return last(others.stream().filter(i -> lasted(changes, i)).toList())
                .or(() -> last(others))
                .map(changes::get);
    }

    private static Optional<Integer> last(List<Integer> list) {
        return list.stream().reduce((earlier, later) -> later);
    }

    private static boolean differ(Change one, Change other) {
        return !one.version().equals(other.version()) || !one.strategy().equals(other.strategy());
    }

    /** Somebody else than the last one came after it: one change more is there. */
    private static boolean lasted(List<Change> changes, int i) {
        return Duration.between(changes.get(i).at(), changes.get(i + 1).at()).compareTo(PASSING) >= 0;
    }
}
