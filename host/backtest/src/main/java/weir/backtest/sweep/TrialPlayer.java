package weir.backtest.sweep;

import java.util.function.Function;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.StrategyFactory;
import weir.backtest.experiment.StrategyHandle;
import weir.backtest.internal.sweep.RoundStats;
import weir.backtest.result.Model;
import weir.base.WeirException;
import weir.history.HistoryException;

/** Runs a backtest with the parameters of a trial. Thread-safe: each trial has its own strategy instance and cursor. */
public final class TrialPlayer implements Function<Trial, TrialResult> {

    private final BacktestPlan plan;
    private final StrategyFactory strategyFactory;

    /** @param strategy creates the instances */
    public TrialPlayer(BacktestPlan run, StrategyFactory strategy) {
        this.plan = run;
        this.strategyFactory = strategy;
    }

    /** The model whose scores rank the trials: the validator's if the backtest uses it. */
    public static Model rankingModel(BacktestPlan run) {
        return run.models().contains(Model.VALIDATOR) ? Model.VALIDATOR : Model.V3;
    }

    /** The model that computes the gain over holding: {@code v3} if the backtest uses it. */
    public static Model valuingModel(BacktestPlan run) {
        return run.models().contains(Model.V3) ? Model.V3 : Model.VALIDATOR;
    }

    /**
     * Plays a trial.
     *
     * @return the result; if the strategy rejects the parameters, a result with the reason and without rounds
     * @throws HistoryException if the history cannot be read
     * @throws WeirException if the thread was interrupted
     */
    @Override
    public TrialResult apply(Trial trial) {
        RoundStats stats = new RoundStats(rankingModel(plan), valuingModel(plan));
        try (StrategyHandle instance = strategyFactory.create(trial.parameters())) {
            plan.play(instance.strategy(), (round, swaps) -> stats.add(round));
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
}
