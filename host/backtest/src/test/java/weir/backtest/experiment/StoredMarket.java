package weir.backtest.experiment;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import weir.backtest.StoredSwaps;
import weir.backtest.market.MarketParameters;
import weir.backtest.market.SeededMarket;
import weir.backtest.result.Model;
import weir.backtest.result.StrategyResult;
import weir.backtest.round.RoundPlan;
import weir.backtest.score.ScoringTargets;
import weir.backtest.stats.StationaryBootstrap;
import weir.backtest.v3.GasCosts;
import weir.history.BlockRange;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadata;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.RebalanceStrategy;
import weir.strategy.Swap;
import weir.uniswap.v3.TickRange;

/** Three hours of a seeded market in a store on disk, and a strategy for it. */
public final class StoredMarket implements AutoCloseable {

    public static final MarketParameters MARKET = MarketParameters.day(3).withBlocks(5_400);
    public static final PoolMetadata POOL = new PoolMetadata(
            8453,
            "0x" + "ab".repeat(20),
            new PoolMetadata.Token("WETH", 18),
            new PoolMetadata.Token("A<B", 6),
            MARKET.feePips(),
            MARKET.tickSpacing());
    public static final long FIRST = MARKET.firstBlock();
    public static final long LAST = FIRST + MARKET.blocks() - 1;
    public static final Inventory INVENTORY =
            new Inventory(BigInteger.TEN.pow(19), BigInteger.valueOf(30_000_000_000L));

    /** A range around the price at the first question of a round, held to its end. */
    public static final RebalanceStrategy CENTERED = (query, market) -> {
        if (query.rebalancesSoFar() > 0) {
            return Decision.keep("held");
        }
        TickRange range = TickRange.around(query.currentPrice().tick(), 600, query.tickSpacing());
        Inventory stake = query.inventoryRemaining().part(0.5);
        return Decision.rebalance(
                List.of(new Position(range.lower(), range.upper(), stake.amount0(), stake.amount1())), "centered");
    };

    public final List<Swap> swaps = SeededMarket.swaps(MARKET);
    public final SwapStore store;

    public StoredMarket(Path folder) {
        this(folder, 0, 0);
    }

    /** Without the swaps of some blocks in the middle, which become a gap of the store. */
    public StoredMarket(Path folder, long gapFirst, long gapLast) {
        store = SwapStore.embedded(folder);
        if (gapFirst == 0) {
            append(FIRST, LAST);
        } else {
            append(FIRST, gapFirst - 1);
            append(gapLast + 1, LAST);
        }
    }

    private void append(long first, long last) {
        StoredSwaps.append(store, POOL.key(), swaps, first, last);
    }

    public BacktestPlan run(long roundBlocks) {
        return new BacktestPlan(
                store,
                POOL,
                new BlockRange(FIRST, LAST),
                RoundPlan.of(POOL, INVENTORY, roundBlocks),
                ScoringTargets.defaults(),
                Set.of(Model.values()),
                GasCosts.ZERO);
    }

    public BacktestResult play(long roundBlocks, RebalanceStrategy strategy) {
        return play(run(roundBlocks), strategy);
    }

    public BacktestResult play(BacktestPlan run, RebalanceStrategy strategy) {
        Backtest backtest = new Backtest(run, 2, (name, played, total) -> {});
        List<StrategyResult> strategies = new ArrayList<>();
        strategies.add(backtest.run("mine, \"quoted\" & <b>", strategy));
        strategies.add(backtest.run("hold", (query, market) -> Decision.keep("held")));
        return new BacktestResult(
                store.pool(POOL.key()).orElseThrow(),
                run,
                strategies,
                backtest.prices(),
                BacktestResult.secondsPerBlock(run),
                LookAheadResult.check(run, () -> strategy),
                StationaryBootstrap.withAutomaticBlocks(StationaryBootstrap.DEFAULT_SEED));
    }

    @Override
    public void close() {
        store.close();
    }
}
