package weir.rounds.internal.score;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import weir.backtest.EvaluationException;
import weir.backtest.Swaps;
import weir.backtest.experiment.RoundEvaluator;
import weir.backtest.replay.ReplayedRound;
import weir.backtest.replay.ReplayedRound.RecordedDecision;
import weir.backtest.result.Model;
import weir.backtest.result.RoundEvaluation;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.RoundSummary.Ending;
import weir.backtest.round.LoopOptions;
import weir.backtest.round.Miner;
import weir.backtest.round.Round;
import weir.backtest.round.RoundLoop;
import weir.backtest.round.RoundResult;
import weir.backtest.score.ScoringTarget;
import weir.backtest.score.ScoringTargets;
import weir.backtest.v3.GasCosts;
import weir.backtest.v3.PoolFees;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory;
import weir.history.SwapHistory.SwapCursor;
import weir.history.pool.PoolMetadata;
import weir.rounds.PlayedRound;
import weir.rounds.RoundScore;
import weir.rounds.RoundScore.Result;
import weir.rounds.RoundScore.Values;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.RoundType;

/**
 * Scores played rounds with the code of {@code weir backtest}: the played answers, holding, and the reference miners, on the blocks of the
 * queries. In each model; a live round is replayed as if each rebalance had been executed. Thread-safe.
 *
 * @param history the stored swaps
 * @param metadata the metadata of a pool; empty if it is unknown
 * @param roundBlocks number of blocks of a round
 */
public record RoundScorer(SwapHistory history, Function<PoolKey, Optional<PoolMetadata>> metadata, long roundBlocks) {

    private static final double LIVE_FAILURE_SCORE = -100;
    private static final int UID = 0;
    private static final ScoringTarget TARGET = ScoringTargets.byName(ScoringTargets.VALIDATOR);

    /** The last block of a round: {@code roundBlocks} from the first query, or one block after the last query if that is later. */
    public long lastBlock(PlayedRound round) {
        long lastQuery = round.answers().get(round.answers().size() - 1).query().blockNumber();
        return Math.max(round.firstBlock() + roundBlocks - 1, lastQuery + 1);
    }

    /**
     * Scores a round.
     *
     * @return empty if its swaps, a swap before it, or the metadata of its pool are not stored
     * @throws weir.history.HistoryException if the history is damaged
     */
    public Optional<RoundScore> score(PlayedRound played) {
        Optional<PoolMetadata> pool = metadata.apply(played.id().pool());
        Optional<Swaps> swaps = pool.isEmpty() ? Optional.empty() : swaps(played);
        return swaps.map(stored -> score(played, pool.get(), stored));
    }

    /** The swaps from the last one before the round through its last block; empty if they are not all stored. */
    public Optional<Swaps> swaps(PlayedRound played) {
        PoolKey pool = played.id().pool();
        long first = played.firstBlock();
        long last = lastBlock(played);
        return history.pool(pool)
                .flatMap(info -> info.covered().stream()
                        .filter(range -> range.first() <= first && last <= range.last())
                        .findFirst())
                .flatMap(range -> history.last(pool, new BlockRange(range.first(), first)))
                .map(before -> read(pool, new BlockRange(before.block(), last)));
    }

    private Swaps read(PoolKey pool, BlockRange blocks) {
        Swaps.Builder swaps = Swaps.builder(64);
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = history.scan(pool, blocks)) {
            while (cursor.next(batch)) {
                swaps.add(batch);
            }
        }
        return swaps.build();
    }

    /**
     * Scores a miner on the queries of a round, with exact positions and inventory from the round's first query on.
     *
     * @return empty if the swaps of the round or the metadata of its pool are not stored, or the evaluation fails for every miner
     * @throws weir.history.HistoryException if the history is damaged
     */
    public Optional<Double> score(PlayedRound played, Miner miner) {
        Optional<PoolMetadata> pool = metadata.apply(played.id().pool());
        Optional<Swaps> swaps = pool.isEmpty() ? Optional.empty() : swaps(played);
        return swaps.map(stored -> result("challenge", played, pool.get(), stored, miner, new ArrayList<>()))
                .map(result -> result.values().get(Model.VALIDATOR))
                .map(Values::score)
                .filter(Double::isFinite);
    }

    private RoundScore score(PlayedRound played, PoolMetadata pool, Swaps swaps) {
        PlayedMiner miner = new PlayedMiner(played.answers());
        RebalanceStrategy volatility = new VolatilityBaseline();
        List<RecordedDecision> none = new ArrayList<>();
        List<Result> results = List.of(
                result(RoundScore.PLAYED, played, pool, swaps, miner, miner.decisions()),
                result(
                        RoundScore.HOLD,
                        played,
                        pool,
                        swaps,
                        query -> new Miner.DesiredPositions(query.currentPositions()),
                        none),
                result(RoundScore.REFERENCE, played, pool, swaps, query -> reply(new ReferenceBaseline(), query), none),
                result(RoundScore.VOLATILITY, played, pool, swaps, query -> reply(volatility, query), none));
        return new RoundScore(played.firstBlock(), lastBlock(played), results);
    }

    private static Miner.Reply reply(RebalanceStrategy baseline, RebalanceQuery query) {
        Decision decision = baseline.decide(query, null);
        return new Miner.DesiredPositions(
                decision instanceof Decision.Rebalance rebalance ? rebalance.positions() : query.currentPositions());
    }

    private Result result(
            String name,
            PlayedRound played,
            PoolMetadata pool,
            Swaps swaps,
            Miner miner,
            List<RecordedDecision> decisions) {
        long last = lastBlock(played);
        Round round = round(played, pool.feeRate(), LoopOptions.DEFAULT);
        RoundResult result = null;
        String failure = null;
        try {
            result = new RoundLoop(round, TARGET)
                    .runBatch(Map.of(UID, miner), new PlayedHead(played.answers(), swaps, last), swaps)
                    .get(UID);
        } catch (EvaluationException e) {
            failure = e.getMessage();
        }
        int swapCount = swaps.countThrough(last) - swaps.countThrough(round.startBlock() - 1);
        RoundSummary summary = new RoundEvaluator(
                        pool,
                        List.of(TARGET),
                        Set.of(Model.values()),
                        GasCosts.ZERO,
                        PoolFees.withoutStaking(pool.feePips()))
                .evaluate(
                        round.startBlock(),
                        last,
                        new ReplayedRound(round, last, result, failure, decisions, swapCount),
                        swaps);
        Map<Model, Values> values = new EnumMap<>(Model.class);
        summary.evaluations()
                .forEach((model, evaluation) ->
                        values.put(model, values(evaluation, score(played, summary, evaluation))));
        return new Result(name, summary.ending(), summary.remarks(), values);
    }

    private static double score(PlayedRound played, RoundSummary summary, RoundEvaluation evaluation) {
        boolean isFailedLive = played.id().type() == RoundType.LIVE && summary.ending() == Ending.IDLE;
        return isFailedLive ? LIVE_FAILURE_SCORE : evaluation.scores().get(0);
    }

    private static Values values(RoundEvaluation evaluation, double score) {
        return new Values(
                score,
                evaluation.valueChange(),
                evaluation.gainOverHolding(),
                evaluation.feeValue(),
                evaluation.startValue(),
                evaluation.meanPositionsInRange());
    }

    /** The constants of a played round, as its first query contains them. Each query is a check. */
    public static Round round(PlayedRound played, double feeRate, LoopOptions loop) {
        RebalanceQuery first = played.answers().get(0).query();
        return new Round(
                first.jobId(),
                first.snLiquidityManagerAddress(),
                first.pairAddress(),
                first.chainId(),
                first.roundId(),
                first.blockNumber(),
                1,
                feeRate,
                first.tickSpacing(),
                first.currentPositions(),
                first.inventoryRemaining(),
                loop);
    }
}
