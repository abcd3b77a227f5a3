package weir.backtest.replay;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import weir.backtest.Swaps;
import weir.backtest.round.RoundPlan;
import weir.backtest.score.ScoringTarget;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;
import weir.market.SwapSource;
import weir.strategy.Market;
import weir.strategy.RebalanceStrategy;

/**
 * Replays consecutive rounds over stored swaps. One strategy instance replays all rounds, as in the host. Memory contains the swaps of one
 * round and the earlier swaps that the market view shows. Immutable; several threads may replay periods, each with its own cursor and
 * strategy.
 */
public final class PeriodReplay {

    private final RoundPlan plan;
    private final ScoringTarget scoring;
    private final Optional<SwapSource> poolData;

    /**
     * Creates a replay in which strategies see swaps only.
     *
     * @param plan divides the period into rounds
     * @param scoring scores the performance
     */
    public PeriodReplay(RoundPlan plan, ScoringTarget scoring) {
        this(plan, scoring, Optional.empty());
    }

    /**
     * @param plan divides the period into rounds
     * @param scoring scores the performance
     * @param poolData where strategies see facts, liquidity and ticks of the pool; empty if they see swaps only
     */
    public PeriodReplay(RoundPlan plan, ScoringTarget scoring, Optional<SwapSource> poolData) {
        this.plan = plan;
        this.scoring = scoring;
        this.poolData = poolData;
    }

    /** Receives the rounds in order, on the thread that called {@link #run}. */
    @ConsumerType
    @FunctionalInterface
    public interface Listener {

        /**
         * Called after a round, or instead of it if it cannot be replayed.
         *
         * @param firstBlock first block by the plan
         * @param round the round; {@code null} if it cannot be replayed, because there is no price, or because it has no block without a swap to start after
         * @param delayBlocks number of blocks by which the round started later than planned
         * @param swaps swaps of the round, and earlier ones
         */
        void onRoundEnd(long firstBlock, ReplayedRound round, long delayBlocks, Swaps swaps);
    }

    /**
     * Replays the whole rounds from {@code fromBlock} through {@code toBlock}.
     *
     * @param history swaps of the pool in chain order, including earlier ones if there are any; the caller closes the cursor
     * @param strategy an instance that only this call uses
     * @throws weir.history.HistoryException if the history cannot be read
     */
    public void run(SwapCursor history, long fromBlock, long toBlock, RebalanceStrategy strategy, Listener listener) {
        run(
                history,
                fromBlock,
                toBlock,
                StrategyGroup.of(List.of(strategy)),
                1,
                (first, rounds, delay, swaps) ->
                        listener.onRoundEnd(first, rounds.isEmpty() ? null : rounds.get(0), delay, swaps));
    }

    /** Receives the rounds of a group, as {@link Listener} those of one strategy. */
    @ConsumerType
    @FunctionalInterface
    public interface GroupListener {

        /** @param rounds the round of each member; empty if it cannot be replayed */
        void onRoundEnd(long firstBlock, List<ReplayedRound> rounds, long delayBlocks, Swaps swaps);
    }

    /**
     * Replays the whole rounds from {@code fromBlock} through {@code toBlock} with a group in lock step.
     *
     * @param history as in the other method
     * @param members number of members, at least 1
     */
    public void run(
            SwapCursor history,
            long fromBlock,
            long toBlock,
            StrategyGroup group,
            int members,
            GroupListener listener) {
        SwapWindow window = new SwapWindow(history);
        for (long first = fromBlock; plan.lastBlock(first) <= toBlock; first = plan.lastBlock(first) + 1) {
            Swaps swaps = window.load(first, plan.lastBlock(first));
            RoundPlan.PlannedRound planned = plan.planRound(swaps, first).orElse(null);
            if (planned == null) {
                listener.onRoundEnd(first, List.of(), 0, swaps);
            } else {
                List<ReplayedRound> rounds = new RoundReplay(swaps, scoring, poolData)
                        .run(planned.round(), planned.endBlock(), group, members);
                listener.onRoundEnd(first, rounds, planned.delayBlocks(), swaps);
            }
        }
    }

    /**
     * Reads swaps with a cursor and keeps those of a range of blocks, and the earlier ones that the market view shows. The range moves
     * forward. For one thread.
     */
    private static final class SwapWindow {

        private final SwapCursor cursor;
        private final SwapBatch batch = new SwapBatch();
        private Swaps loadedSwaps = Swaps.NONE;
        private boolean hasMore = true;

        SwapWindow(SwapCursor cursor) {
            this.cursor = cursor;
        }

        /**
         * Moves to a range. The result contains every swap of the range, the newest ones before it, and possibly later ones.
         *
         * @param first first block of the range, not below that of an earlier call
         * @param last last block of the range
         */
        Swaps load(long first, long last) {
            while (hasMore && (loadedSwaps.size() == 0 || loadedSwaps.block(loadedSwaps.size() - 1) <= last)) {
                hasMore = cursor.next(batch);
                loadedSwaps = withNextBatch(first);
            }
            return loadedSwaps;
        }

        private Swaps withNextBatch(long first) {
            // One more than the market view shows: the fee of its first swap follows from the swap before.
            int keepFrom = Math.max(0, loadedSwaps.countThrough(first - 1) - Market.MAX_ENTRIES - 1);
            return Swaps.builder(loadedSwaps.size() - keepFrom + batch.size())
                    .add(loadedSwaps, keepFrom, loadedSwaps.size())
                    .add(batch)
                    .build();
        }
    }
}
