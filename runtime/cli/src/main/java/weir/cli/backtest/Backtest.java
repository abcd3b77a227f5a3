package weir.cli.backtest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import weir.backtest.LookAheadCheck.Alteration;
import weir.backtest.LookAheadCheck.Finding;
import weir.backtest.Swaps;
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
    private First first;

    /**
     * The first round that was played at all, which a new instance plays alike.
     *
     * @param round the round
     * @param swaps what it was played with
     */
    private record First(PlayedRound round, Swaps swaps) {}

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
                first = new First(round, swaps);
            }
            prices.add(round.end(), swaps);
            show(name);
        });
        List<Model> models =
                Arrays.stream(Model.values()).filter(run.models()::contains).toList();
        return new Contender(name, outcomes, Totals.of(outcomes, models));
    }

    /**
     * Whether a strategy sees what it must not, in words: its first round played again with the future altered.
     *
     * @param strategies gives a new instance each time
     */
    String lookAhead(Supplier<RebalanceStrategy> strategies) {
        if (first == null) {
            return "no round was played, so nobody knows whether the strategy looks ahead";
        }
        List<Finding> findings = run.lookAhead(first.round(), first.swaps(), strategies);
        if (findings.isEmpty()) {
            return "no look-ahead: in the first round no decision changed when later swaps were altered or taken away";
        }
        long block = findings.get(0).before().block();
        return findings.get(0).alteration() == Alteration.NONE
                ? "NOT DETERMINISTIC: played again, the first round has another decision at block " + block
                        + "; take time from the query and randomness from a seed, or these figures mean nothing"
                : "LOOKS AHEAD: its decision at block " + block + " changed when swaps after block "
                        + findings.get(0).cutBlock() + " were altered; these figures mean nothing";
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
