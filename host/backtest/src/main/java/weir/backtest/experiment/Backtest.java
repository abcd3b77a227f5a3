package weir.backtest.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import weir.backtest.result.BacktestTotals;
import weir.backtest.result.Model;
import weir.backtest.result.PriceSeries;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.StrategyResult;
import weir.strategy.RebalanceStrategy;

/** Backtests strategies over a period, one after the other. For one thread. */
public final class Backtest {

    private final BacktestPlan plan;
    private final PriceSeries prices;
    private final Progress progress;
    private final PerfectForesight foresight = new PerfectForesight();
    private final long totalRounds;
    private long replayedRounds;

    /** Receives the progress. */
    @FunctionalInterface
    public interface Progress {

        /**
         * Called after every round, on the thread that runs the backtest.
         *
         * @param strategy name of the current strategy
         * @param replayed rounds replayed so far, summed over all strategies
         * @param total rounds to replay, summed over all strategies
         */
        void onRoundEnd(String strategy, long replayed, long total);
    }

    /** @param strategies number of strategies to replay, including {@link #runPerfectForesight} */
    public Backtest(BacktestPlan plan, int strategies, Progress progress) {
        this.plan = plan;
        this.prices = new PriceSeries(plan.blocks());
        this.progress = progress;
        this.totalRounds = plan.roundCount() * strategies;
    }

    /**
     * Replays all rounds of the period with a strategy.
     *
     * @param name name of the strategy in results
     * @throws weir.history.HistoryException if the history cannot be read
     */
    public StrategyResult run(String name, RebalanceStrategy strategy) {
        List<RoundSummary> rounds = new ArrayList<>();
        plan.run(strategy, (round, swaps) -> {
            rounds.add(round);
            prices.add(round.endBlock(), swaps);
            if (round.ending() != RoundSummary.Ending.LEFT_OUT) {
                foresight.learn(round.startBlock(), swaps.price(swaps.countThrough(round.endBlock()) - 1));
            }
            progress.onRoundEnd(name, ++replayedRounds, totalRounds);
        });
        List<Model> models =
                Arrays.stream(Model.values()).filter(plan.models()::contains).toList();
        return new StrategyResult(name, rounds, BacktestTotals.of(rounds, models));
    }

    /**
     * Replays all rounds with a miner that knows the last price of each round, deploys almost nothing, and takes part only in rounds in
     * which the price rises. Its score is a ceiling for strategies that deploy little. {@link #run} must have replayed the rounds before.
     *
     * @throws weir.history.HistoryException if the history cannot be read
     */
    public StrategyResult runPerfectForesight() {
        return run(PerfectForesight.NAME, foresight);
    }

    /** Prices of the rounds replayed so far. */
    public PriceSeries prices() {
        return prices;
    }
}
