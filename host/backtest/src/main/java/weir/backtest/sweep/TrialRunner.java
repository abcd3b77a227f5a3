package weir.backtest.sweep;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.StrategyFactory;
import weir.backtest.experiment.StrategyFactory.StrategyHandle;
import weir.backtest.result.Model;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.sweep.result.ChunkResult.RoundScore;
import weir.backtest.walkforward.Chunk;
import weir.base.WeirException;
import weir.history.BlockRange;
import weir.history.HistoryException;

/** Runs a backtest with the parameters of a trial. Thread-safe: each call has its own strategy instance and cursor. */
public final class TrialRunner implements LocalEngine.Player {

    private final BacktestPlan plan;
    private final StrategyFactory strategyFactory;
    private final Map<Chunk, BlockRange> blocksToRead = new ConcurrentHashMap<>();

    /** @param strategy creates the instances */
    public TrialRunner(BacktestPlan plan, StrategyFactory strategy) {
        this.plan = plan;
        this.strategyFactory = strategy;
    }

    /** The model whose scores rank the trials: the first of {@link Model} that the backtest uses. */
    public static Model rankingModel(BacktestPlan plan) {
        return Collections.min(plan.models());
    }

    /** The model that computes the gain over holding: the last of {@link Model} that the backtest uses, {@code v3} if possible. */
    public static Model gainModel(BacktestPlan plan) {
        return Collections.max(plan.models());
    }

    /**
     * Plays the rounds of a chunk.
     *
     * @return the rounds; if the strategy rejects the parameters, the reason
     * @throws HistoryException if the history cannot be read
     * @throws WeirException if the thread was interrupted
     */
    @Override
    public ChunkResult play(Trial trial, Chunk chunk) {
        List<RoundScore> rounds = new ArrayList<>();
        try (StrategyHandle instance = strategyFactory.create(trial.parameters())) {
            BacktestPlan part = plan.part(chunk.firstRound(), chunk.rounds());
            part.run(
                    instance.strategy(),
                    blocksToRead.computeIfAbsent(chunk, each -> part.blocksToRead()),
                    (round, swaps) -> rounds.add(RoundScore.of(round, rankingModel(plan), gainModel(plan))));
        } catch (HistoryException e) {
            throw e;
        } catch (WeirException e) {
            // The interruption is the cause, not the parameters.
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return ChunkResult.ofRejected(e.getMessage());
        }
        return new ChunkResult("", rounds);
    }
}
