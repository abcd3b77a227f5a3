package weir.backtest.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import weir.strategy.RebalanceStrategy;

/** Plays strategies over a period, one after the other. For one thread. */
public final class Backtest {

    private final PeriodRun run;
    private final PriceTrack prices;
    private final Progress progress;
    private final long total;
    private long played;
    private LookAhead.FirstRound firstRound;

    /** Called after every round, on the thread that plays. */
    @FunctionalInterface
    public interface Progress {

        /**
         * @param strategy name of the strategy that is played
         * @param played rounds played so far, of all strategies
         * @param total rounds of all strategies
         */
        void played(String strategy, long played, long total);
    }

    /** @param strategies how many strategies will be played */
    public Backtest(PeriodRun run, int strategies, Progress progress) {
        this.run = run;
        this.prices = new PriceTrack(run.blocks());
        this.progress = progress;
        this.total = run.rounds() * strategies;
    }

    /**
     * Plays a strategy over the whole period.
     *
     * @param name the strategy's name in results
     * @throws weir.history.HistoryException if the history cannot be read
     */
    public StrategyResult play(String name, RebalanceStrategy strategy) {
        List<PlayedRound> rounds = new ArrayList<>();
        run.play(strategy, (round, swaps) -> {
            rounds.add(round);
            if (firstRound == null && round.ending() != PlayedRound.Ending.LEFT_OUT) {
                firstRound = new LookAhead.FirstRound(round, swaps);
            }
            prices.add(round.end(), swaps);
            progress.played(name, ++played, total);
        });
        List<Model> models =
                Arrays.stream(Model.values()).filter(run.models()::contains).toList();
        return new StrategyResult(name, rounds, Totals.of(rounds, models));
    }

    /**
     * Checks whether a strategy looks ahead, in the first round that was played.
     *
     * @param strategies returns a new instance each time
     */
    public LookAhead lookAhead(Supplier<RebalanceStrategy> strategies) {
        return LookAhead.of(run, firstRound, strategies);
    }

    /** Prices of the part of the period that was played. */
    public PriceTrack prices() {
        return prices;
    }
}
