package weir.backtest.sweep;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.sweep.result.TrialResult;
import weir.backtest.sweep.result.TrialResultFile;
import weir.backtest.walkforward.Folds.Fold;
import weir.backtest.walkforward.Stage;

/**
 * Runs the stages of a sweep. A trial is a backtest with one combination of parameter values and does not depend on other trials, so the
 * result does not depend on the engine, its number of threads or interruptions.
 */
public final class Sweep {

    private final SweepEngine engine;
    private final List<Stage> stages;
    private final List<Fold> folds;

    /**
     * @param engine plays the trials
     * @param stages the stages, at least one
     * @param folds folds of the last stage; empty if all rounds count for the score
     */
    public Sweep(SweepEngine engine, List<Stage> stages, List<Fold> folds) {
        this.engine = engine;
        this.stages = List.copyOf(stages);
        this.folds = List.copyOf(folds);
    }

    /** Receives the progress. */
    @FunctionalInterface
    public interface Progress {

        /**
         * Called after rounds and after each trial, on any thread, one call at a time.
         *
         * @param stage the current stage
         * @param trials results of this stage, including those of an earlier run
         * @param roundsDone rounds played by this run, over all trials and stages; at least 1
         * @param roundsLeft rounds to play
         */
        void onProgress(Stage stage, int trials, long roundsDone, long roundsLeft);
    }

    /**
     * Runs the trials whose results are not in the file. If the engine throws an exception, the file keeps the results so far.
     *
     * @param trials the trials of the first stage
     * @param file contains results of an earlier call, and receives the new ones
     * @return the result of each trial in the last stage that it played, in the order of the trials
     * @throws IOException if the file cannot be written
     */
    public List<TrialResult> run(List<Trial> trials, TrialResultFile file, Progress progress)
            throws IOException, InterruptedException {
        Map<Integer, TrialResult> latest = new HashMap<>();
        List<Trial> playing = trials;
        Counter counter = new Counter(
                stages.stream()
                        .mapToLong(stage -> stage.rounds() * stage.trials())
                        .sum(),
                progress);
        for (Stage stage : stages) {
            List<TrialResult> results = run(stage, playing, file, counter);
            results.forEach(result -> latest.put(result.trial().index(), result));
            if (stage.number() + 1 < stages.size()) {
                playing = TrialResult.rank(results).stream()
                        .limit(stages.get(stage.number() + 1).trials())
                        .map(TrialResult::trial)
                        .sorted(Comparator.comparingInt(Trial::index))
                        .toList();
            }
        }
        return latest.values().stream()
                .sorted(Comparator.comparingInt(result -> result.trial().index()))
                .toList();
    }

    private List<TrialResult> run(Stage stage, List<Trial> trials, TrialResultFile file, Counter counter)
            throws IOException, InterruptedException {
        Map<Integer, TrialResult> results = new HashMap<>(file.storedResults(stage.number()));
        results.keySet().retainAll(trials.stream().map(Trial::index).toList());
        List<Trial> pending = trials.stream()
                .filter(trial -> !results.containsKey(trial.index()))
                .toList();
        counter.skip(stage.rounds() * results.size());
        boolean isLast = stage.number() + 1 == stages.size();
        engine.play(pending, stage.chunks(), new SweepEngine.Listener() {
            @Override
            public void onTrialEnd(Trial trial, ChunkResult rounds) throws IOException {
                TrialResult result = TrialResult.of(trial, stage.number(), rounds, isLast ? folds : List.of());
                file.add(result);
                results.put(trial.index(), result);
                counter.endTrial(stage, results.size(), rounds.rounds().size());
            }

            @Override
            public void onRoundsPlayed(int rounds) {
                counter.addRounds(stage, results.size(), rounds);
            }
        });
        return List.copyOf(results.values());
    }

    /** Counts rounds for the progress. Rounds of trials that have not ended count separately, because a trial may be repeated. */
    private static final class Counter {
        private final Progress progress;
        private long roundsOfEndedTrials;
        private long roundsOfRunningTrials;
        private long roundsLeft;

        Counter(long roundsLeft, Progress progress) {
            this.roundsLeft = roundsLeft;
            this.progress = progress;
        }

        void skip(long rounds) {
            roundsLeft -= rounds;
        }

        void addRounds(Stage stage, int trials, int rounds) {
            roundsOfRunningTrials = Math.min(roundsLeft, roundsOfRunningTrials + rounds);
            show(stage, trials);
        }

        /** @param rounds rounds that the trial has played; 0 if the strategy rejected its parameters */
        void endTrial(Stage stage, int trials, int rounds) {
            roundsOfEndedTrials += stage.rounds();
            roundsLeft -= stage.rounds();
            roundsOfRunningTrials = Math.min(roundsLeft, Math.max(0, roundsOfRunningTrials - rounds));
            show(stage, trials);
        }

        private void show(Stage stage, int trials) {
            progress.onProgress(
                    stage, trials, roundsOfEndedTrials + roundsOfRunningTrials, roundsLeft - roundsOfRunningTrials);
        }
    }
}
