package weir.backtest.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.result.Model;
import weir.backtest.round.RoundPlan;
import weir.backtest.score.ScoringTargets;
import weir.backtest.v3.GasCosts;
import weir.history.BlockRange;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.Swap;

/** The market view at the start of a period late in a long history with a swap in every tenth block. */
class PeriodRunTest {

    private static final int SWAPS = 15_000;
    private static final long PERIOD = 10L * 14_000;

    @TempDir
    Path folder;

    @Test
    void firstQueryShowsTheMaximumOfEarlierSwaps() {
        List<List<Swap>> seen = new ArrayList<>();
        try (SwapStore store = stored()) {
            BacktestPlan run = new BacktestPlan(
                    store,
                    StoredMarket.POOL,
                    new BlockRange(PERIOD, PERIOD + 449),
                    RoundPlan.of(StoredMarket.POOL, StoredMarket.INVENTORY, 450),
                    ScoringTargets.defaults(),
                    Set.of(Model.VALIDATOR),
                    GasCosts.ZERO);
            run.run(
                    (query, market) -> {
                        seen.add(market.swaps(0));
                        return Decision.keep("seen");
                    },
                    (round, swaps) -> assertTrue(swaps.size() < Market.MAX_ENTRIES + 2 * SwapBatch.CAPACITY));
        }
        List<Swap> first = seen.get(0);
        assertEquals(Market.MAX_ENTRIES, first.size());
        // The period's own first block has a swap, so the round begins in the next.
        assertEquals(PERIOD, first.get(first.size() - 1).blockNumber());
        assertEquals(PERIOD - 10L * (Market.MAX_ENTRIES - 1), first.get(0).blockNumber());
    }

    private SwapStore stored() {
        SwapStore store = SwapStore.embedded(folder);
        SwapBatch batch = new SwapBatch();
        long from = 0;
        for (int i = 0; i < SWAPS; i++) {
            batch.add(new SwapRow(
                    10L * i,
                    0,
                    BigInteger.ONE.shiftLeft(96),
                    0,
                    BigInteger.TEN.pow(18),
                    BigInteger.TEN.pow(6),
                    BigInteger.TEN.pow(6).negate(),
                    null,
                    SwapRow.UNKNOWN_TIME));
            if (batch.size() == 5_000) {
                store.append(StoredMarket.POOL.key(), new BlockRange(from, 10L * i + 9), batch);
                from = 10L * i + 10;
                batch.resize(0);
            }
        }
        return store;
    }
}
