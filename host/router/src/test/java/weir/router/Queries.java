package weir.router;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/** Queries for tests: one that is good in every respect, and variations of it. */
public final class Queries {

    public static final String PAIR = "0x" + "a".repeat(40);
    public static final String VAULT = "0x" + "b".repeat(40);

    private Queries() {}

    public static RebalanceQuery plain() {
        return query(PAIR, VAULT, 8453, RoundType.EVALUATION, 1_000, 0);
    }

    public static RebalanceQuery at(long block) {
        return query(PAIR, VAULT, 8453, RoundType.EVALUATION, block, 0);
    }

    public static RebalanceQuery query(
            String pair, String vault, long chain, RoundType round, long block, int rebalances) {
        return weir.testkit.Queries.query()
                .pairAddress(pair)
                .vault(vault)
                .chainId(chain)
                .roundType(round)
                .blockNumber(block)
                .priceAtTick((int) block % 1_000)
                .positions(position(-100, 100, 7, 7))
                .inventory(1_000, 1_000)
                .rebalancesSoFar(rebalances)
                .tickSpacing(10)
                .build();
    }

    /** What is held, what is left and the spacing; the rest as in {@link #plain}. */
    public static RebalanceQuery holding(List<Position> held, Inventory left, int tick, int spacing) {
        return weir.testkit.Queries.query()
                .positions(held.toArray(Position[]::new))
                .inventory(left)
                .priceAtTick(tick)
                .tickSpacing(spacing)
                .build();
    }

    public static Position position(int lower, int upper, long allocation0, long allocation1) {
        return new Position(lower, upper, BigInteger.valueOf(allocation0), BigInteger.valueOf(allocation1));
    }

    /** An answer of {@code hold} for the route {@code r}, by version 1.0.0. */
    public static Answer answer(Decision decision, Outcome outcome) {
        return new Answer(decision, Optional.of("r"), Optional.of("hold"), version("1.0.0"), outcome);
    }

    public static Optional<Version> version(String version) {
        return Optional.of(Version.parseVersion(version));
    }
}
