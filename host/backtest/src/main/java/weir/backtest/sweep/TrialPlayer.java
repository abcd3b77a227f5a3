package weir.backtest.sweep;

import java.util.function.Function;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.StrategyFactory;
import weir.backtest.experiment.StrategyHandle;
import weir.backtest.internal.sweep.RoundStats;
import weir.backtest.result.Model;
import weir.base.WeirException;
import weir.history.HistoryException;

/** Plays a period with the parameters of a trial. Thread-safe: each trial has its own strategy instance and cursor. */
public final class TrialPlayer implements Function<Trial, TrialResult> {

    private final BacktestPlan plan;
    private final StrategyFactory strategyFactory;

    /** @param strategy creates the instances */
    public TrialPlayer(BacktestPlan run, StrategyFactory strategy) {
        this.plan = run;
        this.strategyFactory = strategy;
    }

    /** The model whose scores rank the trials: the validator's if the run has it. */
    public static Model rankingModel(BacktestPlan run) {
        return run.models().contains(Model.VALIDATOR) ? Model.VALIDATOR : Model.V3;
    }

    /** The model that compares with holding: that of a real position if the run has it. */
    public static Model valuingModel(BacktestPlan run) {
        return run.models().contains(Model.V3) ? Model.V3 : Model.VALIDATOR;
    }

    /**
     * Plays a trial.
     *
     * @return its result; one without rounds, with the reason, if the strategy does not accept the parameters
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
            // An interrupted trial has not failed because of its parameters.
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return TrialResult.ofRejected(trial, e.getMessage());
        }
        return stats.toResult(trial);
    }
}
