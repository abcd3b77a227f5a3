package weir.backtest.round;

import java.util.Objects;
import org.osgi.annotation.versioning.ConsumerType;
import weir.backtest.Swaps;
import weir.backtest.internal.round.SwapWindow;
import weir.backtest.score.ScoringTarget;
import weir.history.SwapCursor;
import weir.strategy.RebalanceStrategy;

/**
 * Plays consecutive rounds over stored history, with one strategy instance for all of them, like a route in the host. It holds one
 * round and the swaps that the market view shows before it in memory. Immutable; several periods may be played at once, each with its
 * own cursor and strategy.
 */
public final class PeriodReplay {

    private final RoundPlan plan;
    private final ScoringTarget target;

    /**
     * @param plan divides the period into rounds
     * @param target scores the performance
     */
    public PeriodReplay(RoundPlan plan, ScoringTarget target) {
        this.plan = Objects.requireNonNull(plan, "plan");
        this.target = Objects.requireNonNull(target, "target");
    }

    /** Receives the rounds in order, on the replay's thread. */
    @ConsumerType
    @FunctionalInterface
    public interface Listener {

        /**
         * Called when a round has ended or was left out.
         *
         * @param firstBlock planned first block
         * @param round the round; {@code null} if it was left out: no price, or no block without a swap to start in
         * @param postponed blocks by which it started late
         * @param swaps swaps of the round and before it
         */
        void onRoundPlayed(long firstBlock, ReplayedRound round, long postponed, Swaps swaps);
    }

    /**
     * Plays the whole rounds from {@code fromBlock} through {@code toBlock}.
     *
     * @param history swaps of the pool in chain order, from before the first block if there are any; the caller closes it
     * @param strategy an instance that is not used elsewhere
     * @throws weir.history.HistoryException if the history cannot be read
     */
    public void play(SwapCursor history, long fromBlock, long toBlock, RebalanceStrategy strategy, Listener listener) {
        SwapWindow window = new SwapWindow(history);
        for (long first = fromBlock; plan.lastBlock(first) <= toBlock; first = plan.lastBlock(first) + 1) {
            Swaps swaps = window.load(first, plan.lastBlock(first));
            RoundPlan.PlannedRound planned = plan.planRound(swaps, first).orElse(null);
            if (planned == null) {
                listener.onRoundPlayed(first, null, 0, swaps);
            } else {
                ReplayedRound round =
                        new RoundReplay(swaps, target).play(planned.round(), planned.endBlock(), strategy);
                listener.onRoundPlayed(first, round, planned.delayBlocks(), swaps);
            }
        }
    }
}
