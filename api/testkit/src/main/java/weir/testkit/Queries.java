package weir.testkit;

import java.math.BigInteger;
import java.util.List;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/**
 * Builds queries for tests. The defaults are those of the first query of an evaluation round on Base; a test sets the values that
 * it needs. Not thread-safe; every {@link #build} creates a new query.
 */
public final class Queries {

    private String vault = "0x" + "1".repeat(40);
    private long chainId = 8453;
    private String pairAddress = "0x" + "2".repeat(40);
    private RoundType roundType = RoundType.EVALUATION;
    private long blockNumber = 10_000_000;
    private Price currentPrice = Price.atTick(0);
    private List<Position> currentPositions = List.of();
    private Inventory inventoryRemaining = new Inventory(BigInteger.TEN.pow(18), BigInteger.TEN.pow(18));
    private int rebalancesSoFar;
    private int tickSpacing = 200;

    private Queries() {}

    /**
     * Starts a query: block 10,000,000, price at tick 0, tick spacing 200, no positions, an inventory of 10^18 raw units of each
     * token, an evaluation round without a rebalance.
     */
    public static Queries query() {
        return new Queries();
    }

    /** The chain of the pool. Since 1.1. */
    public Queries chainId(long id) {
        chainId = id;
        return this;
    }

    /** The vault: {@code 0x} and 40 hexadecimal digits in lower case. Since 1.1. */
    public Queries vault(String address) {
        vault = address;
        return this;
    }

    /** The pool: {@code 0x} and 40 hexadecimal digits in lower case. */
    public Queries pairAddress(String address) {
        pairAddress = address;
        return this;
    }

    /** The type of the round. */
    public Queries roundType(RoundType type) {
        roundType = type;
        return this;
    }

    /** The block that the query belongs to. */
    public Queries blockNumber(long block) {
        blockNumber = block;
        return this;
    }

    /** The pool's price. */
    public Queries price(Price price) {
        currentPrice = price;
        return this;
    }

    /** The pool's price: that of a tick. */
    public Queries priceAtTick(int tick) {
        return price(Price.atTick(tick));
    }

    /** The current positions. */
    public Queries positions(Position... held) {
        currentPositions = List.of(held);
        return this;
    }

    /** One current position, with 10^18 raw units of each token. */
    public Queries holding(int tickLower, int tickUpper) {
        return positions(new Position(tickLower, tickUpper, BigInteger.TEN.pow(18), BigInteger.TEN.pow(18)));
    }

    /** The remaining inventory, raw units. */
    public Queries inventory(long amount0, long amount1) {
        return inventory(new Inventory(BigInteger.valueOf(amount0), BigInteger.valueOf(amount1)));
    }

    /** The remaining inventory. */
    public Queries inventory(Inventory remaining) {
        inventoryRemaining = remaining;
        return this;
    }

    /** Number of rebalances so far in the round. */
    public Queries rebalancesSoFar(int count) {
        rebalancesSoFar = count;
        return this;
    }

    /** The pool's tick spacing. */
    public Queries tickSpacing(int spacing) {
        tickSpacing = spacing;
        return this;
    }

    /** Creates the query. */
    public RebalanceQuery build() {
        return new RebalanceQuery(
                "job-1",
                vault,
                pairAddress,
                chainId,
                "round-1",
                roundType,
                blockNumber,
                currentPrice,
                currentPositions,
                inventoryRemaining,
                rebalancesSoFar,
                tickSpacing);
    }
}
