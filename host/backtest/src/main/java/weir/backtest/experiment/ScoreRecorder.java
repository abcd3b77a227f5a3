package weir.backtest.experiment;

import java.util.List;
import java.util.stream.IntStream;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary;
import weir.backtest.score.MinerScore;
import weir.backtest.score.ScoreStore;
import weir.backtest.score.ScoreStore.RecordedScore;
import weir.backtest.score.ScoringTargets;
import weir.backtest.score.StrategyScore;

/** Adds the rounds of a backtest to the stored score of its strategy. */
public final class ScoreRecorder {

    private static final String NOT_RECORDED = "scores of this run are not recorded: ";

    private ScoreRecorder() {}

    /**
     * Adds the rounds of the backtested strategy. Adds nothing if the backtest did not use the validator's model and target, or its
     * results are invalid.
     *
     * @param parameters parameters that differ from the defaults, {@code name=value} separated by spaces
     * @param inventory initial inventory as the user wrote it, or {@code default}
     * @return a sentence for the user: the new score, or why no round was added
     * @throws weir.base.WeirException if the store cannot be read or written
     */
    public static String record(
            ScoreStore store,
            String strategy,
            String version,
            String parameters,
            String inventory,
            BacktestResult result) {
        BacktestPlan plan = result.plan();
        if (result.lookAhead().isDetected()) {
            return NOT_RECORDED + "its figures mean nothing";
        }
        int target = IntStream.range(0, plan.targets().size())
                .filter(i -> ScoringTargets.isValidators(plan.targets().get(i)))
                .findFirst()
                .orElse(-1);
        if (target < 0 || !plan.models().contains(Model.VALIDATOR)) {
            return NOT_RECORDED + "this needs model validator and target validator";
        }
        List<RecordedScore> rounds = result.primaryStrategy().rounds().stream()
                .filter(RoundSummary::isEvaluated)
                .map(round -> new RecordedScore(
                        round.startBlock(),
                        round.endBlock(),
                        round.evaluations().get(Model.VALIDATOR).scores().get(target),
                        round.ending() != RoundSummary.Ending.EXCLUDED))
                .toList();
        if (rounds.isEmpty()) {
            return NOT_RECORDED + "no round has a score";
        }
        StrategyScore key = new StrategyScore(
                plan.pool().key().toString(),
                strategy,
                version,
                parameters,
                inventory,
                plan.roundBlocks(),
                plan.loopText(),
                0,
                0,
                0,
                MinerScore.NEW,
                null);
        try {
            ScoreStore.Update update = store.add(key, rounds);
            MinerScore score = update.score().score();
            return "a validator's moving average would be "
                    + score.evaluation().toPlainString() + " after " + score.evaluations() + " rounds"
                    + update.remarks()
                    + "; `weir score` shows all";
        } catch (ArithmeticException e) {
            return NOT_RECORDED + "a validator could not store them either: " + e.getMessage();
        }
    }
}
