package weir.backtest.internal.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.backtest.Deployment;
import weir.backtest.Recordings;
import weir.backtest.Swaps;
import weir.backtest.market.MarketParameters;
import weir.backtest.market.SeededMarket;
import weir.backtest.v3.GasCosts;
import weir.backtest.v3.PoolFees;
import weir.backtest.v3.SimulatedPool;
import weir.backtest.v3.V3Evaluation;
import weir.backtest.v3.V3Evaluation.PoolLiquidity;
import weir.backtest.v3.V3Result;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Swap;
import weir.uniswap.v3.TickRange;
import weir.vectors.Recorded;
import weir.vectors.Recorded.Dataset;

/** The fast path agrees with exact arithmetic to the unit, however the swaps are divided. */
class FastSwapFeesTest {

    private static final Inventory PURSE = new Inventory(BigInteger.TEN.pow(22), BigInteger.TEN.pow(22));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithExactArithmeticOnGeneratedDays(long seed) {
        assertAgrees(SeededMarket.swaps(MarketParameters.day(seed)), 500, 200, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6, 7})
    void agreesWithExactArithmeticOnSimulatedPools(long seed) {
        SimulatedPool played = new SimulatedPool(seed);
        played.play(2_000, 1_000);
        assertAgrees(played.swaps(), SimulatedPool.FEE, SimulatedPool.SPACING, seed);
    }

    @Test
    void agreesWithExactArithmeticOnRealSwaps() throws IOException {
        for (Dataset dataset : Recorded.exactDatasets()) {
            List<Swap> swaps = Recordings.swaps(dataset.swaps());
            int spacing = dataset.pool().get("tick_spacing").getAsInt();
            for (long seed = 8; seed < 12; seed++) {
                assertAgrees(swaps, dataset.feePips(), spacing, seed);
            }
        }
    }

    @Test
    void agreesWithExactArithmeticOnImpossibleSwaps() {
        SimulatedPool played = new SimulatedPool(13);
        played.play(600, 1_000);
        SplittableRandom random = new SplittableRandom(13);
        List<Swap> odd = played.swaps().stream()
                .map(swap -> random.nextInt(5) > 0 ? swap : mangled(swap, random))
                .toList();
        assertAgrees(odd, SimulatedPool.FEE, SimulatedPool.SPACING, 13);
    }

    private static Swap mangled(Swap swap, SplittableRandom random) {
        BigInteger factor = BigInteger.valueOf(random.nextInt(3));
        return new Swap(
                swap.blockNumber(),
                swap.logIndex(),
                swap.price(),
                random.nextBoolean() ? BigInteger.ZERO : swap.liquidity(),
                swap.amount0().multiply(factor),
                swap.amount1().multiply(factor));
    }

    private static void assertAgrees(List<Swap> swaps, int fee, int spacing, long seed) {
        List<Deployment> history = history(swaps, spacing, new SplittableRandom(seed));
        long first = swaps.get(swaps.size() / 20).blockNumber();
        long last = swaps.get(swaps.size() - swaps.size() / 20).blockNumber();
        V3Evaluation exact = evaluation(first, last, fee, history);
        swaps.forEach(exact::add);
        V3Result expected = exact.result();
        assertTrue(expected.swapCount() > swaps.size() * 0.8);
        V3Evaluation whole = evaluation(first, last, fee, history);
        whole.add(Swaps.of(swaps));
        assertEquals(expected, whole.result());
        V3Evaluation pieces = evaluation(first, last, fee, history);
        for (int from = 0; from < swaps.size(); from += 97) {
            pieces.add(Swaps.of(swaps.subList(from, Math.min(swaps.size(), from + 97))));
        }
        assertEquals(expected, pieces.result());
    }

    private static V3Evaluation evaluation(long first, long last, int fee, List<Deployment> history) {
        return new V3Evaluation(
                first,
                last,
                PURSE,
                PoolFees.withoutStaking(fee),
                GasCosts.ZERO,
                PoolLiquidity.EXCLUDES_POSITIONS,
                history);
    }

    /** Five rebalances into up to three ranges about the price of the day, narrow and wide, some away from it. */
    private static List<Deployment> history(List<Swap> swaps, int spacing, SplittableRandom random) {
        List<Deployment> history = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Swap at = swaps.get(swaps.size() * (i + 1) / 8);
            List<Position> positions = new ArrayList<>();
            for (int count = random.nextInt(1, 4); count > 0; count--) {
                int centre = at.price().tick() + random.nextInt(-400, 400);
                TickRange range = TickRange.around(centre, random.nextInt(1, 1_500), spacing);
                positions.add(
                        new Position(range.lower(), range.upper(), BigInteger.TEN.pow(19), BigInteger.TEN.pow(19)));
            }
            history.add(new Deployment(at.blockNumber(), positions, Inventory.NONE));
        }
        return history;
    }
}
