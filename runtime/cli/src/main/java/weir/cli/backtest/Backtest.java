package weir.cli.backtest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import weir.cli.ProgressLine;
import weir.strategy.RebalanceStrategy;

/** Strategies played over a period one after the other, with progress shown. One thread. */
final class Backtest {

    private final PeriodRun run;
    private final PriceTrack prices;
    private final ProgressLine progress;
    private final long rounds;
    private final long start = System.nanoTime();
    private long played;
    private LookAhead.First first;

    /** @param strategies how many will be played */
    Backtest(PeriodRun run, int strategies, ProgressLine progress) {
        this.run = run;
        this.prices = new PriceTrack(run.blocks());
        this.progress = progress;
        this.rounds = run.rounds() * strategies;
    }

    /** Plays one. */
    Contender play(String name, RebalanceStrategy strategy) {
        List<PlayedRound> outcomes = new ArrayList<>();
        run.play(strategy, (round, swaps) -> {
            outcomes.add(round);
            if (first == null && round.verdict() != PlayedRound.Verdict.LEFT_OUT) {
                first = new LookAhead.First(round, swaps);
            }
            prices.add(round.end(), swaps);
            show(name);
        });
        List<Model> models =
                Arrays.stream(Model.values()).filter(run.models()::contains).toList();
        return new Contender(name, outcomes, Totals.of(outcomes, models));
    }

    /**
     * Whether a strategy sees what it must not.
     *
     * @param strategies gives a new instance each time
     */
    LookAhead lookAhead(Supplier<RebalanceStrategy> strategies) {
        return LookAhead.of(run, first, strategies);
    }

    /** Prices over the period, as far as it was played. */
    PriceTrack prices() {
        return prices;
    }

    private void show(String name) {
        played++;
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        Duration left = elapsed.dividedBy(played).multipliedBy(rounds - played);
        progress.show("played " + played + " of " + rounds + " rounds, " + name, elapsed, Optional.of(left));
    }
}
