package weir.backtest.sweep;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.StrategyFactory;
import weir.backtest.experiment.StrategyFactory.InstanceGroup;
import weir.backtest.result.Model;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.sweep.result.ChunkResult.RoundScore;
import weir.backtest.walkforward.Chunk;
import weir.base.WeirException;
import weir.history.BlockRange;
import weir.history.HistoryException;

/** Runs a backtest with the parameters of a trial. Thread-safe: each call has its own strategy instances and cursor. */
public final class TrialRunner implements LocalEngine.GroupPlayer {

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

    /** Plays the rounds of a chunk with one trial, see {@link #play(List, Chunk, IntConsumer)}. */
    public ChunkResult play(Trial trial, Chunk chunk) {
        return play(List.of(trial), chunk).get(0);
    }

    /** Plays without progress, see {@link #play(List, Chunk, IntConsumer)}. */
    public List<ChunkResult> play(List<Trial> trials, Chunk chunk) {
        return play(trials, chunk, rounds -> {});
    }

    /**
     * Plays the rounds of a chunk with all trials in lock step. If their process ends, each half of them plays in a new one, and so on. A
     * trial whose process ends plays once more: the machine or the user may have ended it.
     *
     * @return the rounds of each trial; if the strategy rejects its parameters or its process ends, the reason
     * @throws HistoryException if the history cannot be read
     * @throws WeirException if the thread was interrupted
     */
    @Override
    public List<ChunkResult> play(List<Trial> trials, Chunk chunk, IntConsumer progress) {
        try {
            return playInNewGroup(trials, chunk, progress);
        } catch (GroupFailure e) {
            if (trials.size() == 1) {
                return List.of(playAgain(trials.get(0), chunk, progress));
            }
            // One of the trials has ended the process of all. Halves find it with few new processes.
            int half = trials.size() / 2;
            List<ChunkResult> results = new ArrayList<>(play(trials.subList(0, half), chunk, progress));
            results.addAll(play(trials.subList(half, trials.size()), chunk, progress));
            return results;
        }
    }

    private ChunkResult playAgain(Trial trial, Chunk chunk, IntConsumer progress) {
        try {
            return playInNewGroup(List.of(trial), chunk, progress).get(0);
        } catch (GroupFailure e) {
            return ChunkResult.ofRejected(e.getMessage());
        }
    }

    private List<ChunkResult> playInNewGroup(List<Trial> trials, Chunk chunk, IntConsumer progress) {
        // A group that cannot be opened is no result of a trial.
        try (InstanceGroup group = strategyFactory.group()) {
            return playTogether(group, trials, chunk, progress);
        }
    }

    /** The group cannot play on. */
    private static final class GroupFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        GroupFailure(WeirException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private List<ChunkResult> playTogether(InstanceGroup group, List<Trial> trials, Chunk chunk, IntConsumer progress) {
        try {
            return playAll(group, trials, chunk, progress);
        } catch (HistoryException e) {
            throw e;
        } catch (WeirException e) {
            // The interruption is the cause, not the parameters.
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            throw new GroupFailure(e);
        }
    }

    private List<ChunkResult> playAll(InstanceGroup group, List<Trial> trials, Chunk chunk, IntConsumer progress) {
        ChunkResult[] results = new ChunkResult[trials.size()];
        List<Integer> places = new ArrayList<>();
        List<List<RoundScore>> scores = new ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            try {
                group.add(trials.get(i).parameters());
                places.add(i);
                scores.add(new ArrayList<>());
            } catch (WeirException e) {
                if (Thread.currentThread().isInterrupted() || group.hasEnded()) {
                    throw e;
                }
                results[i] = ChunkResult.ofRejected(e.getMessage());
            }
        }
        if (!places.isEmpty()) {
            BacktestPlan part = plan.part(chunk.firstRound(), chunk.rounds());
            part.run(
                    group,
                    places.size(),
                    blocksToRead.computeIfAbsent(chunk, each -> part.blocksToRead()),
                    (rounds, swaps) -> {
                        for (int i = 0; i < rounds.size(); i++) {
                            scores.get(i).add(RoundScore.of(rounds.get(i), rankingModel(plan), gainModel(plan)));
                        }
                        progress.accept(rounds.size());
                    });
        }
        for (int i = 0; i < places.size(); i++) {
            results[places.get(i)] = new ChunkResult("", scores.get(i));
        }
        return List.of(results);
    }
}
