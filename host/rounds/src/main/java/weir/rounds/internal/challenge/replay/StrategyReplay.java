package weir.rounds.internal.challenge.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.StoredPool;
import weir.backtest.result.Model;
import weir.backtest.result.RoundEvaluation;
import weir.backtest.round.RoundPlan;
import weir.backtest.score.ScoringTargets;
import weir.backtest.stats.Estimate;
import weir.backtest.stats.StationaryBootstrap;
import weir.backtest.v3.GasCosts;
import weir.history.BlockRange;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapHistory;
import weir.history.pool.PoolMetadata;
import weir.market.SwapSource;
import weir.rounds.PlayedRound;
import weir.rounds.internal.replay.ReplayedMiner;
import weir.rounds.internal.score.RoundScorer;
import weir.strategy.Inventory;
import weir.strategy.Price;
import weir.strategy.RebalanceStrategy;

/**
 * Compares two strategies on the same blocks, by their scores: in played rounds, and in rounds of the stored history. Thread-safe, but
 * the strategies may not be.
 *
 * @param history the stored swaps
 * @param metadata the metadata of a pool; empty if it is unknown
 * @param roundBlocks number of blocks of a round
 */
public record StrategyReplay(SwapHistory history, Function<PoolKey, Optional<PoolMetadata>> metadata, long roundBlocks)
        implements PairedScores {

    /** Newest rounds of the stored history that are replayed: four days of Base. */
    static final int MAX_HISTORY_ROUNDS = 400;
    /** With fewer rounds, the history says nothing. */
    static final int MIN_HISTORY_ROUNDS = 30;

    /** Differences are cut to this many standard deviations of those on stored history. */
    private static final double DEVIATIONS = 4;
    /** As in the simulation of the rule. */
    public static final double MAX_LIMIT = 0.1;

    private static final double MIN_LIMIT = 1e-6;

    @Override
    public Optional<Double> difference(PlayedRound round, Pair pair) {
        RoundScorer scorer = new RoundScorer(history, metadata, roundBlocks);
        SwapSource source = SwapSource.of(history, metadata);
        Optional<Double> champion = scorer.score(round, new ReplayedMiner(pair.champion(), source));
        return champion.flatMap(score -> scorer.score(round, new ReplayedMiner(pair.challenger(), source))
                .map(other -> other - score));
    }

    @Override
    public Optional<HistoryResult> onHistory(PoolKey pool, Pair pair, double margin) {
        return history.pool(pool)
                .flatMap(info -> metadata.apply(pool).flatMap(known -> plan(info, known)))
                .map(plan -> differences(plan, pair))
                .filter(differences -> differences.length >= MIN_HISTORY_ROUNDS)
                .map(differences -> result(differences, margin));
    }

    private Optional<BacktestPlan> plan(PoolInfo info, PoolMetadata pool) {
        BlockRange newest = info.covered().get(info.covered().size() - 1);
        long rounds = Math.min(MAX_HISTORY_ROUNDS, (newest.last() - newest.first() + 1) / roundBlocks);
        if (rounds < MIN_HISTORY_ROUNDS) {
            return Optional.empty();
        }
        BlockRange blocks = new BlockRange(newest.last() - rounds * roundBlocks + 1, newest.last());
        return history.first(info.pool(), blocks)
                .map(swap -> StoredPool.defaultInventory(pool, new Price(swap.sqrtPriceX96())))
                .map(inventory -> plan(pool, blocks, inventory));
    }

    private BacktestPlan plan(PoolMetadata pool, BlockRange blocks, Inventory inventory) {
        return new BacktestPlan(
                history,
                pool,
                blocks,
                RoundPlan.of(pool, inventory, roundBlocks),
                List.of(ScoringTargets.byName(ScoringTargets.VALIDATOR)),
                Set.of(Model.VALIDATOR),
                GasCosts.ZERO);
    }

    private static double[] differences(BacktestPlan plan, Pair pair) {
        double[] champion = scores(plan, pair.champion());
        double[] challenger = scores(plan, pair.challenger());
        return IntStream.range(0, champion.length)
                .mapToDouble(i -> challenger[i] - champion[i])
                .filter(Double::isFinite)
                .toArray();
    }

    private static double[] scores(BacktestPlan plan, RebalanceStrategy strategy) {
        List<Double> scores = new ArrayList<>();
        plan.run(strategy, (round, swaps) -> {
            RoundEvaluation evaluation = round.evaluations().get(Model.VALIDATOR);
            scores.add(evaluation == null ? Double.NaN : evaluation.scores().get(0));
        });
        return scores.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static HistoryResult result(double[] differences, double margin) {
        Estimate estimate = StationaryBootstrap.withAutomaticBlocks(StationaryBootstrap.DEFAULT_SEED)
                .mean(differences);
        double variance = Arrays.stream(differences)
                .map(difference -> (difference - estimate.mean()) * (difference - estimate.mean()))
                .average()
                .orElseThrow();
        double limit = Math.max(Math.max(MIN_LIMIT, 2 * margin), DEVIATIONS * Math.sqrt(variance));
        return new HistoryResult(estimate.low(), Math.min(MAX_LIMIT, limit), differences.length);
    }
}
