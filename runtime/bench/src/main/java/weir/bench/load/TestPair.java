package weir.bench.load;

import java.util.concurrent.atomic.AtomicInteger;
import weir.strategy.RebalanceQuery;

/**
 * A pair under load and the newest version that has answered for it. Versions are compared by their third number, the only one
 * that upgrades change. Thread-safe.
 */
public final class TestPair {

    private final String id;
    private final String strategy;
    private final RebalanceQuery query;
    private final AtomicInteger newest = new AtomicInteger();

    public TestPair(int number, String strategy) {
        this.id = "bench-" + number;
        this.strategy = strategy;
        this.query = SampleQuery.of(String.format("0x%040x", number));
    }

    public String strategy() {
        return strategy;
    }

    RebalanceQuery query() {
        return query;
    }

    /** File name of its route. */
    public String routeFile() {
        return id + ".json";
    }

    public String route() {
        return String.format(
                "{\"chain\": %d, \"pair\": \"%s\", \"strategy\": \"%s\"}%n",
                SampleQuery.CHAIN, query.pairAddress(), strategy);
    }

    /** The newest version that has answered; later answers must not be older. */
    public int newest() {
        return newest.get();
    }

    void recordAnswer(int version) {
        newest.accumulateAndGet(version, Math::max);
    }

    /** The third number of a version. */
    public static int patchNumber(String version) {
        return Integer.parseInt(version.split("\\.")[2]);
    }
}
