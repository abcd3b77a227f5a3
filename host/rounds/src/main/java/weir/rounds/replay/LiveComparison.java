package weir.rounds.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import weir.backtest.EvaluationException;
import weir.backtest.Swaps;
import weir.backtest.experiment.StrategyFactory.StrategyHandle;
import weir.backtest.round.LoopOptions;
import weir.backtest.round.Round;
import weir.backtest.round.RoundLoop;
import weir.backtest.score.ScoringTargets;
import weir.history.SwapHistory;
import weir.history.pool.PoolMetadata;
import weir.market.SwapSource;
import weir.rounds.PlayedRound;
import weir.rounds.internal.replay.DifferenceDiagnosis;
import weir.rounds.internal.replay.ReplayedMiner;
import weir.rounds.internal.replay.ReplayedMiner.Step;
import weir.rounds.internal.score.PlayedHead;
import weir.rounds.internal.score.RoundScorer;

/**
 * Replays played rounds with the strategy that played them, as a backtest with exact prices and all swaps does, and names the cause of
 * each difference. One instance replays all rounds, in the order of the calls, as in the host; further instances test causes. For one
 * thread.
 */
public final class LiveComparison implements AutoCloseable {

    private final RoundScorer scorer;
    private final SwapSource source;
    private final double feeRate;
    private final Supplier<StrategyHandle> strategies;
    private final StrategyHandle strategy;

    /**
     * @param history the stored swaps
     * @param pool the pool of the rounds
     * @param roundBlocks number of blocks of a round
     * @param strategies creates instances of the strategy that played, with the parameters that it had
     */
    public LiveComparison(
            SwapHistory history, PoolMetadata pool, long roundBlocks, Supplier<StrategyHandle> strategies) {
        this.scorer = new RoundScorer(history, key -> Optional.of(pool), roundBlocks);
        this.source = SwapSource.of(
                history, key -> Optional.of(pool).filter(known -> known.key().equals(key)));
        this.feeRate = pool.feeRate();
        this.strategies = strategies;
        this.strategy = strategies.get();
    }

    /**
     * Replays a round; call it for the rounds from the oldest to the newest.
     *
     * @return the answers in their order; empty if the swaps of the round are not stored
     * @throws weir.history.HistoryException if the history is damaged
     */
    public Optional<List<ComparedAnswer>> compare(PlayedRound played) {
        return scorer.swaps(played).map(swaps -> compare(played, swaps));
    }

    private List<ComparedAnswer> compare(PlayedRound played, Swaps swaps) {
        ReplayedMiner miner = new ReplayedMiner(strategy.strategy(), source);
        try {
            new RoundLoop(exactRound(played), ScoringTargets.byName(ScoringTargets.VALIDATOR))
                    .runBatch(
                            Map.of(0, miner), new PlayedHead(played.answers(), swaps, scorer.lastBlock(played)), swaps);
        } catch (EvaluationException e) {
            // Only the score is missing; all queries were replayed before.
        }
        List<ComparedAnswer> compared = new ArrayList<>();
        DifferenceDiagnosis diagnosis = new DifferenceDiagnosis(strategies, source, played.answers());
        List<Step> steps = miner.steps();
        // A replay that refuses or fails is not queried again.
        for (int i = 0; i < steps.size(); i++) {
            compared.add(diagnosis.compare(i, steps.get(i)));
        }
        return compared;
    }

    private Round exactRound(PlayedRound played) {
        LoopOptions ideal = LoopOptions.DEFAULT;
        LoopOptions exact = new LoopOptions(
                ideal.startDelayBlocks(), ideal.chargeDelayBlocks(), ideal.queriesPerCheck(), ideal.blockPrice(), true);
        return RoundScorer.round(played, feeRate, exact);
    }

    @Override
    public void close() {
        strategy.close();
    }
}
