package weir.backtest.sweep;

import java.util.Collections;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.StrategyFactory;
import weir.backtest.experiment.StrategyFactory.StrategyHandle;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.RoundSummary.Ending;
import weir.base.WeirException;
import weir.history.HistoryException;

/** Runs a backtest with the parameters of a trial. Thread-safe: each trial has its own strategy instance and cursor. */
public final class TrialRunner implements Function<Trial, TrialResult> {

    private final BacktestPlan plan;
    private final StrategyFactory strategyFactory;

    /** @param strategy creates the instances */
    public TrialRunner(BacktestPlan plan, StrategyFactory strategy) {
        this.plan = plan;
        this.strategyFactory = strategy;
    }

    /** The model whose scores rank the trials: the first of {@link Model} that the backtest uses. */
    public static Model rankingModel(BacktestPlan plan) {
        return Collections.min(plan.models());
    }

    /** The model that computes the gain over holding: the last of {@link Model} that the backtest uses, {@code v3} if possible. */
    public static Model gainModel(BacktestPlan plan) {
        return Collections.max(plan.models());
    }

    /**
     * Runs a trial.
     *
     * @return the result; if the strategy rejects the parameters, a result with the reason and without rounds
     * @throws HistoryException if the history cannot be read
     * @throws WeirException if the thread was interrupted
     */
    @Override
    public TrialResult apply(Trial trial) {
        RoundStats stats = new RoundStats(rankingModel(plan), gainModel(plan));
        try (StrategyHandle instance = strategyFactory.create(trial.parameters())) {
            plan.run(instance.strategy(), (round, swaps) -> stats.add(round));
        } catch (HistoryException e) {
            throw e;
        } catch (WeirException e) {
            // The interruption is the cause, not the parameters.
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return TrialResult.ofRejected(trial, e.getMessage());
        }
        return stats.toResult(trial);
    }

    /** Counts rounds and collects their scores. For one trial and one thread. */
    static final class RoundStats {

        private final Model rankingModel;
        private final Model gainModel;
        private final DoubleStream.Builder scores = DoubleStream.builder();
        private final DoubleStream.Builder gainOverHoldingPercent = DoubleStream.builder();
        private int scoredRounds;
        private int roundsWithoutRebalance;
        private int excludedRounds;
        private int roundsWithoutDecision;
        private int failedRounds;
        private int fallbackCount;

        RoundStats(Model rankingModel, Model gainModel) {
            this.rankingModel = rankingModel;
            this.gainModel = gainModel;
        }

        void add(RoundSummary round) {
            boolean hadNoRebalance = round.ending() == Ending.IDLE;
            boolean wasExcluded = round.ending() == Ending.OUT;
            roundsWithoutRebalance += hadNoRebalance ? 1 : 0;
            excludedRounds += wasExcluded ? 1 : 0;
            roundsWithoutDecision += wasExcluded || hadNoRebalance && round.fallbackCount() > 0 ? 1 : 0;
            failedRounds += round.ending() == Ending.FAILED ? 1 : 0;
            fallbackCount += round.fallbackCount();
            if (round.isEvaluated()) {
                scoredRounds++;
                scores.add(round.evaluations().get(rankingModel).scores().get(0));
                gainOverHoldingPercent.add(round.evaluations().get(gainModel).gainOverHoldingPercent());
            }
        }

        TrialResult toResult(Trial trial) {
            RoundCounts counts = new RoundCounts(
                    scoredRounds,
                    roundsWithoutRebalance,
                    excludedRounds,
                    roundsWithoutDecision,
                    failedRounds,
                    fallbackCount);
            return TrialResult.of(
                    trial,
                    counts,
                    scores.build().toArray(),
                    gainOverHoldingPercent.build().toArray());
        }
    }
}
