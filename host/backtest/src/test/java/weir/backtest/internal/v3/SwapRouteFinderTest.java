package weir.backtest.internal.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.backtest.Recordings;
import weir.backtest.internal.v3.SwapRouteFinder.Segment;
import weir.backtest.internal.v3.SwapRouteFinder.SwapRoute;
import weir.backtest.market.MarketParameters;
import weir.backtest.market.SeededMarket;
import weir.fixtures.SwapBuilder;
import weir.strategy.Price;
import weir.strategy.Swap;
import weir.uniswap.v3.TickMath;
import weir.vectors.Recorded;
import weir.vectors.Recorded.Dataset;

class SwapRouteFinderTest {

    @Test
    void routesOfRealSwapsAreProven() throws IOException {
        for (Dataset dataset : Recorded.exactDatasets()) {
            double proven = proven(Recordings.swaps(dataset.swaps()), dataset.feePips(), dataset.name());
            assertTrue(proven >= 0.97, () -> dataset + ": proven " + proven);
        }
    }

    @Test
    void routesOfGeneratedSwapsAreProven() {
        double proven = proven(SeededMarket.swaps(MarketParameters.day(5)), 500, "seeded");
        assertTrue(proven >= 0.995, () -> "proven: " + proven);
    }

    private static double proven(List<Swap> swaps, int fee, String name) {
        SwapRouteFinder path = new SwapRouteFinder(fee, new CrossedTickSolver());
        int proven = 0;
        for (int i = 1; i < swaps.size(); i++) {
            Swap before = swaps.get(i - 1);
            SwapRoute route = path.find(before.price().sqrtPriceX96(), before.liquidity(), swaps.get(i));
            proven += route.isProven() ? 1 : 0;
            assertWhole(route, before, swaps.get(i));
        }
        System.out.println(name + ": the route of " + proven + " of " + (swaps.size() - 1) + " swaps is proven");
        return (double) proven / (swaps.size() - 1);
    }

    /** The segments connect the prices, and no fee is negative or above the input. */
    private static void assertWhole(SwapRoute route, Swap before, Swap swap) {
        BigInteger at = before.price().sqrtPriceX96();
        BigInteger fees = BigInteger.ZERO;
        for (Segment segment : route.segments()) {
            assertEquals(at, segment.from());
            assertTrue(segment.fee().signum() >= 0);
            fees = fees.add(segment.fee());
            at = segment.to();
        }
        assertEquals(swap.price().sqrtPriceX96(), at);
        assertTrue(fees.compareTo(swap.amount0().max(swap.amount1())) <= 0);
    }

    @Test
    void impossibleRouteBecomesOneSegment() {
        SwapRouteFinder path = new SwapRouteFinder(3_000, new CrossedTickSolver());
        BigInteger price = TickMath.getSqrtRatioAtTick(100);
        BigInteger end = TickMath.getSqrtRatioAtTick(200);
        Swap odd = SwapBuilder.inBlock(7)
                .price(new Price(end))
                .liquidity(BigInteger.TEN.pow(20))
                .amounts(-5, 1_000_000)
                .build();
        SwapRoute route = path.find(price, BigInteger.TEN.pow(21), odd);
        assertEquals(
                new SwapRoute(
                        List.of(new Segment(price, end, odd.liquidity(), BigInteger.valueOf(3_000), false)), false),
                route);
    }
}
