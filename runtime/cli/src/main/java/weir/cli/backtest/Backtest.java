package weir.cli.backtest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
            prices.add(round.end(), swaps);
            show(name);
        });
        List<Model> models =
                Arrays.stream(Model.values()).filter(run.models()::contains).toList();
        return new Contender(name, outcomes, Totals.of(outcomes, models));
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
