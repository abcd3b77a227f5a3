package weir.backtest.round;

import java.util.Objects;
import org.osgi.annotation.versioning.ConsumerType;
import weir.backtest.Swaps;
import weir.backtest.internal.round.SwapWindow;
import weir.backtest.score.ScoringTarget;
import weir.history.SwapCursor;
import weir.strategy.RebalanceStrategy;

/**
 * Plays one round after the other over stored history, with one instance of a strategy for all of them, as its route in the
 * host would. Memory holds one round and what the market view shows of the time before it, however long the period is.
 * Immutable; several periods may be played at once, each with a cursor and a strategy of its own.
 */
public final class PeriodReplay {

    private final RoundPlan plan;
    private final ScoringTarget target;

    /**
     * @param plan how rounds are cut
     * @param target how performance is scored
     */
    public PeriodReplay(RoundPlan plan, ScoringTarget target) {
        this.plan = Objects.requireNonNull(plan, "plan");
        this.target = Objects.requireNonNull(target, "target");
    }

    /** Where the rounds go, one call for each in order, on the replay's thread. */
    @ConsumerType
    @FunctionalInterface
    public interface Listener {

        /**
         * A round is over, or was left out.
         *
         * @param firstBlock planned first block: how far the replay is
         * @param round the round; {@code null} where there was no price yet or no block without a swap to begin with
         * @param postponed blocks by which it began later than planned
         * @param swaps swaps of the round and before it, for other models to evaluate
         */
        void played(long firstBlock, SimulatedRound round, long postponed, Swaps swaps);
    }

    /**
     * Plays the whole rounds from {@code fromBlock} through {@code toBlock}.
     *
     * @param history swaps of the pool in chain order; beginning before the first block where there are any. Not closed here
     * @param strategy an instance that nobody else uses
     * @throws weir.history.HistoryException if the history cannot be read
     */
    public void play(SwapCursor history, long fromBlock, long toBlock, RebalanceStrategy strategy, Listener listener) {
        SwapWindow window = new SwapWindow(history);
        for (long first = fromBlock; plan.lastBlock(first) <= toBlock; first = plan.lastBlock(first) + 1) {
            Swaps swaps = window.load(first, plan.lastBlock(first));
            RoundPlan.Planned planned = plan.round(swaps, first).orElse(null);
            if (planned == null) {
                listener.played(first, null, 0, swaps);
            } else {
                SimulatedRound round =
                        new RoundSimulation(swaps, target).play(planned.round(), planned.endBlock(), strategy);
                listener.played(first, round, planned.postponed(), swaps);
            }
        }
    }
}
