package weir.cli.backtest;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import weir.backtest.ScoringTargets;
import weir.backtest.market.MarketParameters;
import weir.backtest.market.SeededMarket;
import weir.backtest.v3.GasCosts;
import weir.cli.ProgressLine;
import weir.cli.pool.Pool;
import weir.history.BlockRange;
import weir.history.Histories;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.RebalanceStrategy;
import weir.strategy.Swap;
import weir.uniswap.v3.TickRange;

/** Three hours of a market made by a pool model, in a store on disk, and strategies for it. */
final class StoredMarket implements AutoCloseable {

    static final MarketParameters MARKET = MarketParameters.day(3).withBlocks(5_400);
    static final Pool POOL = new Pool(
            8453,
            "0x" + "ab".repeat(20),
            new Pool.Token("WETH", 18),
            new Pool.Token("A<B", 6),
            MARKET.feePips(),
            MARKET.tickSpacing());
    static final long FIRST = MARKET.firstBlock();
    static final long LAST = FIRST + MARKET.blocks() - 1;
    static final Inventory INVENTORY = new Inventory(BigInteger.TEN.pow(19), BigInteger.valueOf(30_000_000_000L));

    /** A range around the price at the first question of a round, held to its end. */
    static final RebalanceStrategy CENTRED = (query, market) -> {
        if (!query.currentPositions().isEmpty()) {
            return Decision.keep("held");
        }
        TickRange range = TickRange.around(query.currentPrice().tick(), 600, query.tickSpacing());
        Inventory stake = query.inventoryRemaining().part(0.5);
        return Decision.rebalance(
                List.of(new Position(range.lower(), range.upper(), stake.amount0(), stake.amount1())), "centred");
    };

    final List<Swap> swaps = SeededMarket.swaps(MARKET);
    final SwapStore store;

    StoredMarket(Path folder) {
        this(folder, 0, 0);
    }

    /** Without the swaps of some blocks in the middle, of which the store then knows nothing. */
    StoredMarket(Path folder, long gapFirst, long gapLast) {
        store = Histories.embedded(folder);
        if (gapFirst == 0) {
            append(FIRST, LAST);
        } else {
            append(FIRST, gapFirst - 1);
            append(gapLast + 1, LAST);
        }
    }

    private void append(long first, long last) {
        SwapBatch batch = new SwapBatch();
        for (Swap swap : swaps) {
            if (swap.blockNumber() >= first && swap.blockNumber() <= last) {
                batch.add(new SwapRow(
                        swap.blockNumber(),
                        swap.logIndex(),
                        swap.price().sqrtPriceX96(),
                        swap.price().tick(),
                        swap.liquidity(),
                        swap.amount0(),
                        swap.amount1(),
                        null,
                        SwapRow.UNKNOWN_TIME));
            }
        }
        store.append(POOL.key(), new BlockRange(first, last), batch);
    }

    PeriodRun run(long roundBlocks) {
        return new PeriodRun(
                store,
                POOL,
                new BlockRange(FIRST, LAST),
                roundBlocks,
                INVENTORY,
                ScoringTargets.all(),
                Set.of(Model.values()),
                GasCosts.NONE);
    }

    BacktestResult play(long roundBlocks, RebalanceStrategy strategy) {
        PeriodRun run = run(roundBlocks);
        Backtest backtest = new Backtest(run, 2, new ProgressLine(System.err, false));
        List<Contender> contenders = new ArrayList<>();
        contenders.add(backtest.play("mine, \"quoted\" & <b>", strategy));
        contenders.add(backtest.play("hold", (query, market) -> Decision.keep("held")));
        return new BacktestResult(
                store.pool(POOL.key()).orElseThrow(),
                run,
                contenders,
                backtest.prices(),
                BacktestResult.blockSeconds(run),
                backtest.lookAhead(() -> strategy));
    }

    @Override
    public void close() {
        store.close();
    }
}
