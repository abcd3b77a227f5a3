package weir.router.internal.table;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import weir.router.Routes.Change;

/** Finds the version that a rollback returns to. */
final class Rollback {

    /** A version that served for a shorter time is used only if there is no other: at a host start, versions serve one after another. */
    private static final Duration MIN_SERVING_TIME = Duration.ofSeconds(5);

    private Rollback() {}

    /**
     * Returns the last usable version that served before the current one.
     *
     * @param history changes of the route, newest last
     * @param isUsable whether a version can serve again
     * @return the change to that version; empty if there is none
     */
    static Optional<Change> findTarget(List<Change> history, Predicate<Change> isUsable) {
        int current = IntStream.range(0, history.size())
                .filter(i -> history.get(i).version().isPresent())
                .reduce(-1, (earlier, later) -> later);
        List<Integer> others = IntStream.range(0, Math.max(0, current))
                .filter(i -> history.get(i).version().isPresent()
                        && !isSameVersion(history.get(i), history.get(current))
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
        return Duration.between(history.get(i).time(), history.get(i + 1).time())
                        .compareTo(MIN_SERVING_TIME)
                >= 0;
    }
}
