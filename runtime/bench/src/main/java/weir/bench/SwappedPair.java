package weir.bench;

import java.util.concurrent.atomic.AtomicInteger;
import weir.strategy.RebalanceQuery;

/**
 * A pair under load, and which version its answers have come from. Versions count by their third number, the only one that
 * swaps change. Thread-safe.
 */
final class SwappedPair {

    private final String id;
    private final String strategy;
    private final RebalanceQuery query;
    private final AtomicInteger newest = new AtomicInteger();

    SwappedPair(int number, String strategy) {
        this.id = "bench-" + number;
        this.strategy = strategy;
        this.query = Query.about(String.format("0x%040x", number));
    }

    String strategy() {
        return strategy;
    }

    RebalanceQuery query() {
        return query;
    }

    /** Name of the file of its route. */
    String routeFile() {
        return id + ".json";
    }

    String route() {
        return String.format(
                "{\"chain\": %d, \"pair\": \"%s\", \"strategy\": \"%s\"}%n",
                Query.CHAIN, query.pairAddress(), strategy);
    }

    /** The newest version that has answered; one asked from now on must not be older. */
    int newest() {
        return newest.get();
    }

    void answered(int version) {
        newest.accumulateAndGet(version, Math::max);
    }

    /** The number that tells versions apart. */
    static int number(String version) {
        return Integer.parseInt(version.split("\\.")[2]);
    }
}
