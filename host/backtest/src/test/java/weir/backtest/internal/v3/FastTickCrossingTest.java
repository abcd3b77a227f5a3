package weir.backtest.internal.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.backtest.Recordings;
import weir.backtest.Swaps;
import weir.backtest.internal.v3.SwapRouteFinder.Segment;
import weir.backtest.internal.v3.SwapRouteFinder.SwapRoute;
import weir.backtest.market.MarketParameters;
import weir.backtest.market.SeededMarket;
import weir.strategy.Swap;
import weir.vectors.Recorded;
import weir.vectors.Recorded.Dataset;

/** The fast path agrees with exact arithmetic to the unit. */
class FastTickCrossingTest {

    @Test
    void agreesWithExactArithmeticOnGeneratedCrossings() {
        assertTrue(proven(SeededMarket.swaps(MarketParameters.day(3)), 500) > 0.95);
    }

    /** Where prices need more than 106 bits, double-doubles leave the last unit of many crossings in doubt. */
    @Test
    void agreesWithExactArithmeticOnRealCrossings() throws IOException {
        for (Dataset dataset : Recorded.exactDatasets()) {
            double proven = proven(Recordings.swaps(dataset.swaps()), dataset.feePips());
            assertTrue(proven > 0.1, () -> dataset + ": " + proven);
        }
    }

    /** Fraction of the crossings found by exact arithmetic that the fast path finds, too. */
    private static double proven(List<Swap> list, int fee) {
        Swaps swaps = Swaps.of(list);
        CrossedTickSolver ticks = new CrossedTickSolver();
        SwapRouteFinder path = new SwapRouteFinder(fee, ticks);
        FastTickCrossing crossing = new FastTickCrossing(new SegmentFee(), ticks);
        int whole = 0;
        int plain = 0;
        for (int i = 1; i < list.size(); i++) {
            SwapRoute route = path.find(
                    list.get(i - 1).price().sqrtPriceX96(), list.get(i - 1).liquidity(), list.get(i));
            whole += route.segments().size() == 2 ? 1 : 0;
            if (crossing.provesCrossing(swaps, i)) {
                assertTrue(route.isProven());
                assertEquals(2, route.segments().size());
                Segment first = route.segments().get(0);
                Segment second = route.segments().get(1);
                assertEquals(first.inToken0(), crossing.inToken0);
                assertEquals(
                        first.fee(), new DoubleDouble(crossing.feeBeforeHigh, crossing.feeBeforeLow).toBigInteger());
                assertEquals(
                        second.fee(), new DoubleDouble(crossing.feeAfterHigh, crossing.feeAfterLow).toBigInteger());
                plain++;
            }
        }
        // A handful of crossings says nothing about the fraction.
        return whole > 20 ? (double) plain / whole : 1;
    }
}
