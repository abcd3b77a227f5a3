package weir.backtest.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.result.Model;
import weir.backtest.round.RoundPlan;
import weir.backtest.score.ScoringTargets;
import weir.backtest.v3.GasCosts;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.market.MarketView;
import weir.market.PriceCache;
import weir.market.SwapSource;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.Market.InitializedTick;
import weir.strategy.RebalanceQuery;
import weir.uniswap.v3.SwapMath;
import weir.uniswap.v3.TickMath;

/** What a strategy sees in a backtest is what it sees in the host. */
class MarketDataTest {

    private static final int FEE_PIPS = 500;
    private static final long FIRST = 35_000_000;
    private static final int SWAPS = 600;
    private static final long LAST = FIRST + 3L * SWAPS;
    private static final BigInteger LIQUIDITY = BigInteger.TEN.pow(20);

    @TempDir
    Path folder;

    @Test
    void backtestShowsWhatTheHostShows() {
        List<Runnable> views = new ArrayList<>();
        int[] checked = {0};
        try (SwapStore store = stored()) {
            SwapSource host = SwapSource.of(store, key -> Optional.of(StoredMarket.POOL));
            BacktestPlan plan = new BacktestPlan(
                    store,
                    StoredMarket.POOL,
                    new BlockRange(FIRST + 900, LAST),
                    RoundPlan.of(StoredMarket.POOL, StoredMarket.INVENTORY, 450),
                    ScoringTargets.defaults(),
                    Set.of(Model.VALIDATOR),
                    GasCosts.ZERO);
            plan.run(
                    (query, market) -> {
                        // The guard would turn an error into a fallback.
                        views.add(() ->
                                assertSame(query, new MarketView(query, new PriceCache(), List.of(host)), market));
                        return Decision.keep("seen");
                    },
                    (round, swaps) -> {
                        views.forEach(Runnable::run);
                        checked[0] += views.size();
                        views.clear();
                    });
        }
        assertTrue(checked[0] > 5, "queries: " + checked[0]);
    }

    private static void assertSame(RebalanceQuery query, Market host, Market backtest) {
        assertEquals(host.pool(), backtest.pool());
        assertEquals("WETH", backtest.pool().orElseThrow().token0().symbol());
        assertEquals(host.swaps(0), backtest.swaps(0));
        long from = query.blockNumber() - 100;
        assertEquals(host.swaps(from), backtest.swaps(from));
        assertTrue(backtest.swaps(from).stream().allMatch(swap -> swap.feePips().equals(OptionalInt.of(FEE_PIPS))));
        assertEquals(host.liquidity(), backtest.liquidity());
        assertEquals(Optional.of(LIQUIDITY), backtest.liquidity());
        assertEquals(
                host.initializedTicks(TickMath.MIN_TICK, TickMath.MAX_TICK),
                backtest.initializedTicks(TickMath.MIN_TICK, TickMath.MAX_TICK));
        assertEquals(
                Optional.of(List.of(
                        new InitializedTick(-6_000, LIQUIDITY, LIQUIDITY),
                        new InitializedTick(6_000, LIQUIDITY.negate(), LIQUIDITY))),
                backtest.initializedTicks(TickMath.MIN_TICK, TickMath.MAX_TICK));
        assertEquals(host.blockTime(query.blockNumber()), backtest.blockTime(query.blockNumber()));
        assertTrue(backtest.blockTime(query.blockNumber()).isPresent());
        assertEquals(host.prices(from), backtest.prices(from));
    }

    private SwapStore stored() {
        SwapStore store = SwapStore.embedded(folder);
        BigInteger price = TickMath.getSqrtRatioAtTick(0);
        PoolEvent.Place first = new PoolEvent.Place(FIRST, 0, null, SwapRow.UNKNOWN_TIME);
        PoolEvent.Place second = new PoolEvent.Place(FIRST, 1, null, SwapRow.UNKNOWN_TIME);
        List<PoolEvent> events = List.of(
                new PoolEvent.Initialize(first, price, 0),
                new PoolEvent.Mint(second, null, -6_000, 6_000, LIQUIDITY, BigInteger.ONE, BigInteger.ONE));
        SwapBatch batch = new SwapBatch();
        for (int i = 0; i < SWAPS; i++) {
            boolean inToken0 = i % 5 < 2;
            BigInteger input = BigInteger.TEN.pow(16).add(BigInteger.valueOf(i));
            BigInteger target = TickMath.getSqrtRatioAtTick(inToken0 ? -5_000 : 5_000);
            SwapMath.Step step = SwapMath.computeSwapStep(price, target, LIQUIDITY, input, FEE_PIPS);
            price = step.sqrtRatioNextX96();
            BigInteger output = step.amountOut().negate();
            batch.add(new SwapRow(
                    FIRST + 1 + 3L * i,
                    0,
                    price,
                    TickMath.getTickAtSqrtRatio(price),
                    LIQUIDITY,
                    inToken0 ? input : output,
                    inToken0 ? output : input,
                    null,
                    SwapRow.UNKNOWN_TIME));
        }
        store.append(StoredMarket.POOL.key(), new BlockRange(FIRST, LAST), batch, events);
        return store;
    }
}
