package weir.backtest.sweep.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.walkforward.Folds;

/** Whether chance is told from skill. */
class OverfittingCheckTest {

    private static final Folds FOLDS = new Folds(50, 0, 50);

    /** Trials of noise; the first one has an additional mean. */
    private static List<TrialResult> trials(int count, double firstMean, Folds folds) {
        List<TrialResult> results = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            Random random = new Random(1_000 + index);
            double[] scores = new double[300];
            double mean = index == 0 ? firstMean : 0;
            Arrays.setAll(scores, round -> mean + random.nextGaussian());
            results.add(TrialResult.of(
                    new Trial(index, Map.of()),
                    0,
                    TrialResults.scored(scores),
                    folds == null ? List.of() : folds.of(300)));
        }
        return TrialResult.rank(results);
    }

    @Test
    void bestOfManyNoiseTrialsIsChance() {
        List<TrialResult> noise = trials(200, 0, null);
        assertTrue(noise.get(0).score().low() > 0, "its interval alone looks like skill");
        List<String> warnings = OverfittingCheck.warnings(noise);
        assertTrue(warnings.get(0).startsWith("the best trial may be chance: deflated by 200 trials"), warnings.get(0));
    }

    @Test
    void skillSurvivesTheDeflation() {
        List<TrialResult> skill = trials(200, 0.5, null);
        assertEquals(0, skill.get(0).trial().index());
        assertEquals(List.of(), OverfittingCheck.warnings(skill));
        assertEquals(List.of(), OverfittingCheck.warnings(trials(1, 0, null)));
    }

    @Test
    void foldsTellNoiseFromSkill() {
        String noise = OverfittingCheck.warnings(trials(40, 0, FOLDS)).get(1);
        assertTrue(noise.contains("of 5 folds"), noise);
        List<String> skill = OverfittingCheck.warnings(trials(40, 1, FOLDS));
        assertEquals(1, skill.size());
        assertTrue(skill.get(0).startsWith("the best trial scores "), skill.get(0));
        assertTrue(skill.get(0).endsWith("below the median in 0 of 5 folds"), skill.get(0));
    }

    /** A trial that wins each training and loses each test. */
    @Test
    void winnerOfTrainingsThatLosesTestsIsOverfitted() {
        FoldScores winner = new FoldScores(List.of(9.0, 9.0), List.of(-1.0, -1.0));
        FoldScores other = new FoldScores(List.of(0.0, 0.0), List.of(1.0, 1.0));
        List<TrialResult> results = new ArrayList<>();
        for (int index = 0; index < 3; index++) {
            double score = index == 0 ? -1 : 1;
            results.add(TrialResults.of(
                    new Trial(index, Map.of()),
                    0,
                    RoundCounts.allScored(2),
                    new double[] {score, score},
                    new double[] {1, 1},
                    index == 0 ? winner : other));
        }
        List<String> warnings = OverfittingCheck.warnings(TrialResult.rank(results));
        assertTrue(
                warnings.get(0).startsWith("OVERFITTED: the best trial scores 0.00000 in training"), warnings.get(0));
        assertTrue(warnings.get(0).contains("scores -1.00000 in the test parts, and is below the median in 2 of 2"));
    }
}
