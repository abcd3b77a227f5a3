package weir.backtest.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.backtest.Deployment;
import weir.backtest.EvaluationException;
import weir.backtest.Performance;
import weir.backtest.v3.V3Evaluation.PoolLiquidity;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Swap;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.TickMath;

/** The v3 model against the pool's own books: what it says a position earned is what the pool pays out. */
class V3EvaluationTest {

    private static final String OURS = "ours";
    private static final BigInteger TOKEN = BigInteger.TEN.pow(18);
    private static final Inventory PURSE =
            new Inventory(TOKEN.multiply(BigInteger.TEN), TOKEN.multiply(BigInteger.TEN));

    /** What the pool itself did with our positions. */
    private record Books(
            SimulatedPool played, List<Deployment> history, Inventory idle, Inventory fees, Inventory open) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void positionsInTheModelPoolMatchToTheUnit(long seed) {
        Books books = playWithOurs(seed);
        V3Result result =
                evaluate(books.played.swaps(), books.history, PoolLiquidity.INCLUDES_POSITIONS, GasCosts.ZERO);
        assertEquals(0, result.unprovenSwaps(), "the route of every swap is proven");
        assertEquals(books.fees, new Inventory((BigInteger) result.performance().fees0(), (BigInteger)
                result.performance().fees1()));
        assertEquals(books.idle, result.performance().idle());
        assertEquals(books.open, result.performance().deployed());
        assertEquals(3, result.mintCount());
        assertEquals(2, result.burnCount());
        assertEquals(0, result.shortfallCount());
    }

    /** Two positions, then, as the price has moved on, another one for both. */
    private static Books playWithOurs(long seed) {
        SimulatedPool played = new SimulatedPool(seed);
        played.play(20, 500);
        Inventory idle = PURSE;
        Inventory fees = Inventory.NONE;
        Deployment first = deployment(played, around(played, 300, 2), around(played, 1_200, 4));
        for (Position position : first.positions()) {
            idle = minus(idle, mint(played, position));
        }
        played.play(400, 1_500);
        Deployment second = deployment(played, around(played, 600, 3));
        for (Position position : first.positions()) {
            Inventory given = burn(played, position);
            Inventory collected = played.pool().collect(OURS, position.tickLower(), position.tickUpper());
            idle = plus(idle, given);
            fees = plus(fees, minus(collected, given));
        }
        idle = minus(idle, mint(played, second.positions().get(0)));
        played.play(400, 1_500);
        Position open = second.positions().get(0);
        Inventory given = burn(played, open);
        Inventory collected = played.pool().collect(OURS, open.tickLower(), open.tickUpper());
        return new Books(played, List.of(first, second), idle, plus(fees, minus(collected, given)), given);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void hypotheticalPositionsEarnWithinFivePercentOfRealOnes(long seed) {
        SimulatedPool without = new SimulatedPool(seed);
        SimulatedPool with = new SimulatedPool(seed);
        without.play(1, 2);
        with.play(1, 2);
        Deployment deployment = deployment(with, around(with, 900, 4));
        Position ours = deployment.positions().get(0);
        mint(with, ours);
        without.play(600, 300);
        for (Swap swap : without.swaps().subList(1, without.swaps().size())) {
            boolean down = swap.amount0().signum() > 0;
            with.swap(down, down ? swap.amount0() : swap.amount1());
        }
        Inventory given = burn(with, ours);
        Inventory real = minus(with.pool().collect(OURS, ours.tickLower(), ours.tickUpper()), given);
        Performance model = evaluate(
                        without.swaps(), List.of(deployment), PoolLiquidity.EXCLUDES_POSITIONS, GasCosts.ZERO)
                .performance();
        double modelled = model.feesCollected().doubleValue();
        double paid = value(real, with.price());
        assertEquals(1, modelled / paid, 0.05, "the same traders' input, shared with what was there");
    }

    @Test
    void fullRangeBehavesAsAConstantProductPool() {
        SimulatedPool played = new SimulatedPool(21);
        played.play(1, 2);
        Position whole = new Position(-887_220, 887_220, PURSE.amount0(), PURSE.amount1());
        Deployment deployment = deployment(played, whole);
        BigInteger before = played.price();
        BigInteger liquidity = mintedLiquidity(played, whole);
        played.play(300, 2_000);
        Performance performance = evaluate(
                        played.swaps(), List.of(deployment), PoolLiquidity.EXCLUDES_POSITIONS, GasCosts.ZERO)
                .performance();
        double x = performance.deployed().amount0().doubleValue();
        double y = performance.deployed().amount1().doubleValue();
        double l = liquidity.doubleValue();
        assertEquals(1, Math.sqrt(x * y) / l, 1e-12, "x * y = L^2");
        assertEquals(Math.scalb(played.price().doubleValue(), -96), Math.sqrt(y / x), 1e-9);
        double moved = played.price().doubleValue() / before.doubleValue();
        double expectedLoss = 1 - 2 * moved / (1 + moved * moved);
        assertTrue(expectedLoss > 0);
        double held = 2 * l * Math.scalb(before.doubleValue(), -96);
        double now = 2 * l * Math.scalb(played.price().doubleValue(), -96);
        assertEquals(1 - expectedLoss, now / (held * (1 + moved * moved) / 2), 1e-9, "the loss of v2 against holding");
        assertEquals(now, value(performance.deployed(), played.price()), now * 1e-9);
    }

    @Test
    void tokensAreConserved() {
        SimulatedPool played = new SimulatedPool(31);
        played.play(5, 300);
        Deployment first = deployment(played, around(played, 600, 5));
        Deployment second =
                new Deployment(played.block(), List.of(around(played, 1_200, 5), around(played, 120, 1)), PURSE);
        Deployment third = new Deployment(played.block(), List.of(), PURSE);
        V3Result result = evaluate(
                played.swaps(), List.of(first, second, third), PoolLiquidity.EXCLUDES_POSITIONS, GasCosts.ZERO);
        assertEquals(3, result.mintCount());
        assertEquals(3, result.burnCount());
        assertEquals(Inventory.NONE, result.performance().deployed());
        Inventory lost = minus(PURSE, result.performance().idle());
        assertTrue(lost.amount0().signum() >= 0 && lost.amount0().intValueExact() <= 6, "a unit or two for each");
        assertTrue(lost.amount1().signum() >= 0 && lost.amount1().intValueExact() <= 3, "a unit for each");
    }

    @Test
    void keptPositionsStayOpenWithoutCost() {
        SimulatedPool played = new SimulatedPool(41);
        played.play(5, 300);
        Position kept = around(played, 600, 2);
        Deployment first = deployment(played, kept);
        played.play(50, 300);
        Deployment second = deployment(played, kept, around(played, 240, 1));
        played.play(50, 300);
        Deployment third = deployment(played, kept);
        played.play(10, 300);
        GasCosts gas = new GasCosts(BigInteger.valueOf(400), BigInteger.valueOf(20), BigInteger.ONE);
        V3Result result =
                evaluate(played.swaps(), List.of(first, second, third), PoolLiquidity.EXCLUDES_POSITIONS, gas);
        assertEquals(2, result.mintCount());
        assertEquals(1, result.burnCount());
        assertEquals(BigInteger.valueOf(821), result.gasCost());
        V3Result free = evaluate(
                played.swaps(), List.of(first, second, third), PoolLiquidity.EXCLUDES_POSITIONS, GasCosts.ZERO);
        assertEquals(
                (BigInteger) free.performance().finalValue(),
                ((BigInteger) result.performance().finalValue()).add(result.gasCost()));
    }

    @Test
    void deploysNoMoreThanTheInventory() {
        SimulatedPool played = new SimulatedPool(51);
        played.play(5, 300);
        Deployment greedy = deployment(played, around(played, 600, 10), around(played, 600, 9));
        V3Result result = evaluate(played.swaps(), List.of(greedy), PoolLiquidity.EXCLUDES_POSITIONS, GasCosts.ZERO);
        assertEquals(1, result.shortfallCount());
        assertTrue(result.performance().idle().amount0().signum() >= 0);
        assertTrue(result.performance().idle().amount1().signum() >= 0);
    }

    @Test
    void positionsOutOfRangeEarnNothing() {
        SimulatedPool played = new SimulatedPool(61);
        played.play(5, 100);
        int far = Math.floorDiv(played.pool().tick(), 60) * 60 + 12_000;
        Deployment deployment = deployment(played, new Position(far, far + 60, TOKEN, BigInteger.ZERO));
        played.play(50, 100);
        Performance away = evaluate(
                        played.swaps(), List.of(deployment), PoolLiquidity.EXCLUDES_POSITIONS, GasCosts.ZERO)
                .performance();
        assertEquals(BigInteger.ZERO, away.feesCollected());
        assertEquals(0.0, away.inRangeRatio());
        Performance held = evaluate(played.swaps(), List.of(), PoolLiquidity.EXCLUDES_POSITIONS, GasCosts.ZERO)
                .performance();
        assertEquals(PURSE, held.idle());
        assertEquals(0.0, held.impermanentLoss());
    }

    @Test
    void evaluationErrorsStateTheReason() {
        SimulatedPool played = new SimulatedPool(71);
        played.play(5, 300);
        Deployment early = new Deployment(500, List.of(around(played, 600, 1)), PURSE);
        EvaluationException noPrice = assertThrows(
                EvaluationException.class,
                () -> evaluate(played.swaps(), List.of(early), PoolLiquidity.EXCLUDES_POSITIONS, GasCosts.ZERO));
        assertEquals(EvaluationException.Reason.NO_PRICE, noPrice.reason());
        Deployment empty = deployment(played, new Position(60, 60, TOKEN, TOKEN));
        assertThrows(
                EvaluationException.class,
                () -> evaluate(played.swaps(), List.of(empty), PoolLiquidity.EXCLUDES_POSITIONS, GasCosts.ZERO));
        Deployment beyond = deployment(played, new Position(0, 900_000, TOKEN, TOKEN));
        assertThrows(
                EvaluationException.class,
                () -> evaluate(played.swaps(), List.of(beyond), PoolLiquidity.EXCLUDES_POSITIONS, GasCosts.ZERO));
        assertThrows(
                IllegalArgumentException.class,
                () -> new GasCosts(BigInteger.ZERO, BigInteger.valueOf(-1), BigInteger.ZERO));
    }

    private static V3Result evaluate(List<Swap> swaps, List<Deployment> history, PoolLiquidity recorded, GasCosts gas) {
        long first = swaps.get(0).blockNumber();
        V3Evaluation evaluation = new V3Evaluation(
                first, Long.MAX_VALUE, PURSE, PoolFees.withoutStaking(SimulatedPool.FEE), gas, recorded, history);
        swaps.forEach(evaluation::add);
        return evaluation.result();
    }

    private static Deployment deployment(SimulatedPool played, Position... positions) {
        return new Deployment(played.block(), List.of(positions), PURSE);
    }

    private static Position around(SimulatedPool played, int halfWidth, long tokens) {
        int centre = Math.floorDiv(played.pool().tick(), SimulatedPool.SPACING) * SimulatedPool.SPACING;
        BigInteger amount = TOKEN.multiply(BigInteger.valueOf(tokens));
        return new Position(centre - halfWidth, centre + halfWidth, amount, amount);
    }

    private static BigInteger mintedLiquidity(SimulatedPool played, Position position) {
        return LiquidityAmounts.getLiquidityForAmounts(
                played.price(),
                TickMath.getSqrtRatioAtTick(position.tickLower()),
                TickMath.getSqrtRatioAtTick(position.tickUpper()),
                position.allocation0(),
                position.allocation1());
    }

    private static Inventory mint(SimulatedPool played, Position position) {
        return played.pool().mint(OURS, position.tickLower(), position.tickUpper(), mintedLiquidity(played, position));
    }

    /** Everything that is in the position. */
    private static Inventory burn(SimulatedPool played, Position position) {
        return played.pool()
                .burn(
                        OURS,
                        position.tickLower(),
                        position.tickUpper(),
                        played.pool().liquidityOf(OURS, position.tickLower(), position.tickUpper()));
    }

    private static double value(Inventory inventory, BigInteger sqrtPriceX96) {
        double sqrt = Math.scalb(sqrtPriceX96.doubleValue(), -96);
        return inventory.amount0().doubleValue() * sqrt * sqrt
                + inventory.amount1().doubleValue();
    }

    private static Inventory plus(Inventory a, Inventory b) {
        return new Inventory(a.amount0().add(b.amount0()), a.amount1().add(b.amount1()));
    }

    private static Inventory minus(Inventory a, Inventory b) {
        return new Inventory(a.amount0().subtract(b.amount0()), a.amount1().subtract(b.amount1()));
    }
}
