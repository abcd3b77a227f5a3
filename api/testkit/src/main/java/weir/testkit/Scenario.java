package weir.testkit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import weir.strategy.Inventory;
import weir.strategy.Market.InitializedTick;
import weir.strategy.PoolFacts;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.Swap;
import weir.uniswap.v3.TickMath;
import weir.uniswap.v3.TickRange;

/**
 * A query of the contract test and the history of its pair. The scenarios are the same in every run, so a failure is repeatable.
 *
 * @param query the query
 * @param history history of the pair; part of it is later than the query
 */
record Scenario(RebalanceQuery query, TestMarket history) {

    private static final int[] TICKS = {0, -201_337, 195_333};
    private static final long QUERY_BLOCK = Queries.query().build().blockNumber();
    private static final BigInteger MAX_UINT_128 = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);
    private static final BigInteger MAX_UINT_256 = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    private static final List<TestMarket> HISTORIES = List.of(TestMarket.EMPTY, randomWalk(0), randomWalk(-201_337));
    private static final TestMarket SWAPS_AND_TICKS = swapsAndTicks();
    /** A pool of which all positions were burned. */
    private static final TestMarket EMPTY_POOL =
            TestMarket.EMPTY.withLiquidity(QUERY_BLOCK - 7, BigInteger.ZERO).withTicks(QUERY_BLOCK - 7, List.of());

    private static final PoolFacts.Token WETH = new PoolFacts.Token("WETH", 18);
    private static final PoolFacts.Token USDC = new PoolFacts.Token("USDC", 6);
    private static final PoolFacts.Token UNUSUAL = new PoolFacts.Token("", 36);

    /** Typical prices, positions and inventories, for one tick spacing. */
    static List<Scenario> typical(int spacing) {
        return withPositions(spacing, false);
    }

    /** First queries of a round, without positions. */
    static List<Scenario> withoutPositions(int spacing) {
        return withPositions(spacing, true);
    }

    private static List<Scenario> withPositions(int spacing, boolean noPositions) {
        List<Scenario> all = new ArrayList<>();
        for (int tick : TICKS) {
            for (List<Position> held : noPositions ? List.of(List.<Position>of()) : heldPositions(tick, spacing)) {
                for (Inventory inventory :
                        List.of(inventoryOfPowers(18, 9), inventoryOfPowers(0, 0), inventoryOfPowers(30, 0))) {
                    add(all, Price.atTick(tick), spacing, held, inventory);
                }
            }
        }
        return all;
    }

    /** No inventory is left, with and without positions. */
    static List<Scenario> withoutInventory(int spacing) {
        List<Scenario> all = new ArrayList<>();
        for (int tick : TICKS) {
            heldPositions(tick, spacing).forEach(held -> add(all, Price.atTick(tick), spacing, held, Inventory.NONE));
        }
        return all;
    }

    /** Prices at both ends of the price range, where a range has no room on one side. */
    static List<Scenario> extremePrices(int spacing) {
        List<Price> prices = new ArrayList<>();
        prices.add(new Price(TickMath.MIN_SQRT_RATIO));
        prices.add(new Price(TickMath.MAX_SQRT_RATIO.subtract(BigInteger.ONE)));
        int last = TickMath.MAX_TICK / spacing * spacing;
        for (int inwards : new int[] {0, 1, spacing, 1999}) {
            prices.add(Price.atTick(-last + inwards));
            prices.add(Price.atTick(last - 1 - inwards));
        }
        List<Scenario> all = new ArrayList<>();
        for (Price price : prices) {
            heldPositions(price.tick(), spacing)
                    .forEach(held -> add(all, price, spacing, held, inventoryOfPowers(18, 18)));
        }
        return all;
    }

    /** The largest amounts of an ERC-20 token, of both tokens or of one. */
    static List<Scenario> hugeInventories(int spacing) {
        List<Scenario> all = new ArrayList<>();
        for (BigInteger huge : List.of(MAX_UINT_128, MAX_UINT_256)) {
            for (int tick : TICKS) {
                for (List<Position> held : heldPositions(tick, spacing)) {
                    add(all, Price.atTick(tick), spacing, held, new Inventory(huge, huge));
                    add(all, Price.atTick(tick), spacing, held, new Inventory(huge, BigInteger.ZERO));
                    add(all, Price.atTick(tick), spacing, held, new Inventory(BigInteger.ONE, huge));
                }
            }
        }
        return all;
    }

    private static void add(List<Scenario> all, Price price, int spacing, List<Position> held, Inventory inventory) {
        RebalanceQuery query = Queries.query()
                .price(price)
                .tickSpacing(spacing)
                .positions(held.toArray(Position[]::new))
                .inventory(inventory)
                .rebalancesSoFar(held.size())
                .build();
        PoolFacts typical = new PoolFacts(WETH, USDC, spacing, Optional.of(PoolFacts.Kind.SLIPSTREAM));
        PoolFacts unusual = new PoolFacts(UNUSUAL, UNUSUAL, spacing, Optional.empty());
        HISTORIES.forEach(history -> all.add(new Scenario(query, history)));
        all.add(new Scenario(query, SWAPS_AND_TICKS.withPool(typical)));
        all.add(new Scenario(query, EMPTY_POOL.withPool(unusual)));
    }

    /** No position, one around the price, one with the price near its edge, one out of range, and all three. */
    private static List<List<Position>> heldPositions(int tick, int spacing) {
        Position around = position(TickRange.around(tick, 2000, spacing));
        Position nearTheEdge = position(TickRange.around(tick + 1_900, 2000, spacing));
        Position outOfRange = position(TickRange.around(tick - 50_000, 100, spacing));
        return List.of(
                List.of(),
                List.of(around),
                List.of(nearTheEdge),
                List.of(outOfRange),
                List.of(around, nearTheEdge, outOfRange));
    }

    private static Position position(TickRange range) {
        return new Position(range.lower(), range.upper(), BigInteger.TEN.pow(17), BigInteger.TEN.pow(9));
    }

    private static Inventory inventoryOfPowers(int exponent0, int exponent1) {
        return new Inventory(BigInteger.TEN.pow(exponent0), BigInteger.TEN.pow(exponent1));
    }

    /** 400 blocks of a random walk with a jump, half of them later than the query. */
    private static TestMarket randomWalk(int from) {
        SplittableRandom random = new SplittableRandom(98);
        int[] ticks = new int[400];
        for (int i = 0, tick = from; i < ticks.length; i++) {
            tick += random.nextInt(-40, 41) + (i == 150 ? 5_000 : 0);
            ticks[i] = tick;
        }
        return TestMarket.ofTicks(QUERY_BLOCK - 200, ticks);
    }

    /** Swaps with and without fees, liquidity and ticks. */
    private static TestMarket swapsAndTicks() {
        List<Swap> swaps = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(14);
        for (int i = 0; i < 200; i++) {
            long block = QUERY_BLOCK - 100 + i;
            int tick = random.nextInt(-300, 301);
            swaps.add(i % 3 == 0 ? TestMarket.swap(block, i, tick) : TestMarket.swap(block, i, tick, 100 * (i % 31)));
        }
        BigInteger small = BigInteger.TEN.pow(12);
        return TestMarket.ofSwaps(swaps)
                .withTicks(
                        QUERY_BLOCK - 7,
                        List.of(
                                new InitializedTick(-6_000, MAX_UINT_128, MAX_UINT_128),
                                new InitializedTick(-600, small, small),
                                new InitializedTick(600, small.negate(), small),
                                new InitializedTick(6_000, MAX_UINT_128.negate(), MAX_UINT_128)));
    }
}
