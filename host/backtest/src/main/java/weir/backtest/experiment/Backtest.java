package weir.backtest.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import weir.strategy.RebalanceStrategy;

/** Plays strategies over a period, one after the other. For one thread. */
public final class Backtest {

    private final BacktestPlan plan;
    private final PriceSeries prices;
    private final Progress progress;
    private final long totalRounds;
    private long playedRounds;
    private LookAheadResult.FirstRound firstRound;

    /** Called after every round, on the thread that plays. */
    @FunctionalInterface
    public interface Progress {

        /**
         * @param strategy name of the strategy that is played
         * @param played rounds played so far, of all strategies
         * @param total rounds of all strategies
         */
        void onRoundPlayed(String strategy, long played, long total);
    }

    /** @param strategies how many strategies will be played */
    public Backtest(BacktestPlan run, int strategies, Progress progress) {
        this.plan = run;
        this.prices = new PriceSeries(run.blocks());
        this.progress = progress;
        this.totalRounds = run.roundCount() * strategies;
    }

    /**
     * Plays a strategy over the whole period.
     *
     * @param name the strategy's name in results
     * @throws weir.history.HistoryException if the history cannot be read
     */
    public StrategyResult play(String name, RebalanceStrategy strategy) {
        List<RoundSummary> rounds = new ArrayList<>();
        plan.play(strategy, (round, swaps) -> {
            rounds.add(round);
            if (firstRound == null && round.ending() != RoundSummary.Ending.LEFT_OUT) {
                firstRound = new LookAheadResult.FirstRound(round, swaps);
            }
            prices.add(round.endBlock(), swaps);
            progress.onRoundPlayed(name, ++playedRounds, totalRounds);
        });
        List<Model> models =
                Arrays.stream(Model.values()).filter(plan.models()::contains).toList();
        return new StrategyResult(name, rounds, BacktestTotals.of(rounds, models));
    }

    /**
     * Checks whether a strategy looks ahead, in the first round that was played.
     *
     * @param strategies returns a new instance each time
     */
    public LookAheadResult checkLookAhead(Supplier<RebalanceStrategy> strategies) {
        return LookAheadResult.check(plan, firstRound, strategies);
    }

    /** Prices of the part of the period that was played. */
    public PriceSeries prices() {
        return prices;
    }
}
