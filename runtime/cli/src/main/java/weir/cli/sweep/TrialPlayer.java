package weir.cli.sweep;

import java.util.function.Function;
import weir.backtest.sweep.Trial;
import weir.backtest.sweep.TrialResult;
import weir.cli.CommandFailure;
import weir.cli.backtest.Model;
import weir.cli.backtest.PeriodRun;
import weir.cli.strategy.StrategyFramework;
import weir.cli.strategy.StrategyInstance;
import weir.cli.strategy.StrategyJar;
import weir.cli.strategy.StrategyParameters;

/**
 * Plays a period with a trial's parameters, as {@code weir backtest} does. Any number of threads; each trial gets an instance of
 * the strategy and a scan of the history of its own.
 */
final class TrialPlayer implements Function<Trial, TrialResult> {

    private final PeriodRun run;
    private final StrategyJar jar;
    private final StrategyFramework framework;

    TrialPlayer(PeriodRun run, StrategyJar jar, StrategyFramework framework) {
        this.run = run;
        this.jar = jar;
        this.framework = framework;
    }

    /** The arithmetic that ranks: the validator's, where it is asked for at all. */
    static Model ranking(PeriodRun run) {
        return run.models().contains(Model.VALIDATOR) ? Model.VALIDATOR : Model.V3;
    }

    /** The arithmetic that values: a real position's, where it is asked for at all. */
    static Model valuing(PeriodRun run) {
        return run.models().contains(Model.V3) ? Model.V3 : Model.VALIDATOR;
    }

    @Override
    public TrialResult apply(Trial trial) {
        Tally tally = new Tally(ranking(run), valuing(run));
        try (StrategyInstance instance = create(trial)) {
            run.play(instance.strategy(), (round, swaps) -> tally.add(round));
        } catch (CommandFailure e) {
            // Whoever is told to end has met no fault of the trial's.
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return TrialResult.refused(trial, e.getMessage());
        }
        return tally.result(trial);
    }

    /** An instance with a trial's parameters, ours alone. */
    StrategyInstance create(Trial trial) {
        return framework.create(jar, StrategyParameters.of(jar, trial.parameters()));
    }
}
