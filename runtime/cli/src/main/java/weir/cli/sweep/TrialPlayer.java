package weir.cli.sweep;

import java.util.function.Function;
import java.util.stream.DoubleStream;
import weir.backtest.sweep.Trial;
import weir.backtest.sweep.TrialResult;
import weir.cli.backtest.Model;
import weir.cli.backtest.Outcome;
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
        DoubleStream.Builder scores = DoubleStream.builder();
        DoubleStream.Builder overHold = DoubleStream.builder();
        try (StrategyInstance instance = framework.create(jar, StrategyParameters.of(jar, trial.parameters()))) {
            run.play(instance.strategy(), (round, swaps) -> {
                if (round.evaluated()) {
                    scores.add(round.outcomes().get(ranking(run)).scores().get(0));
                    Outcome value = round.outcomes().get(valuing(run));
                    overHold.add(value.overHold() / value.start() * 100);
                }
            });
        }
        return TrialResult.of(trial, scores.build().toArray(), overHold.build().toArray());
    }
}
