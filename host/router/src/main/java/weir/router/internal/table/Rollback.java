package weir.router.internal.table;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import weir.router.Routes.Change;

/** Chooses the version that a rollback goes back to. */
final class Rollback {

    /** A version that served for less is skipped if possible: versions start one after the other when the host starts. */
    private static final Duration MIN_SERVING_TIME = Duration.ofSeconds(5);

    private Rollback() {}

    /**
     * The last version that served before the present one.
     *
     * @param history changes of the route, newest last
     * @param isUsable whether a version can serve again
     * @return the change to it; empty if there is none
     */
    static Optional<Change> target(List<Change> history, Predicate<Change> isUsable) {
        int present = IntStream.range(0, history.size())
                .filter(i -> history.get(i).version().isPresent())
                .reduce(-1, (earlier, later) -> later);
        List<Integer> others = IntStream.range(0, Math.max(0, present))
                .filter(i -> history.get(i).version().isPresent()
                        && !isSameVersion(history.get(i), history.get(present))
                        && isUsable.test(history.get(i)))
                .boxed()
                .toList();
        return last(others.stream().filter(i -> servedLong(history, i)).toList())
                .or(() -> last(others))
                .map(history::get);
    }

    private static Optional<Integer> last(List<Integer> list) {
        return list.stream().reduce((earlier, later) -> later);
    }

    private static boolean isSameVersion(Change one, Change other) {
        return one.version().equals(other.version()) && one.strategy().equals(other.strategy());
    }

    private static boolean servedLong(List<Change> history, int i) {
        return Duration.between(history.get(i).at(), history.get(i + 1).at()).compareTo(MIN_SERVING_TIME) >= 0;
    }
}
