package weir.backtest.sweep.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weir.backtest.sweep.parameter.ParameterAxis;
import weir.backtest.sweep.parameter.ParameterSpace;
import weir.backtest.sweep.parameter.Trial;

/** When a best trial is not to be trusted, and how sure its mean is. */
class SweepWarningsTest {

    private static final ParameterSpace SPACE =
            new ParameterSpace(List.of(ParameterAxis.parse("a=1..5/1"), ParameterAxis.parse("b=10..20")));

    @Test
    void singleGoodTrialHasNoWarnings() {
        assertEquals(List.of(), of("3", "15", 1, 1));
    }

    @Test
    void warnsIfHoldingIsWorthMore() {
        assertTrue(of("3", "15", -1, 1).get(0).startsWith("doing nothing scores better: 0 against"));
        assertTrue(of("3", "15", 1, -1).get(0).startsWith("holding is worth more"));
    }

    @Test
    void warnsIfTheBestTrialIsAtAnEdge() {
        assertTrue(of("5", "15", 1, 1).get(0).contains("a=5 is the highest of the tried values; widen a=1..5/1"));
        assertTrue(of("3", "10", 1, 1).get(0).contains("b=10 is among the lowest of the tried values; widen b=10..20"));
    }

    @Test
    void noEdgeWarningIfInnerValuesScoreTheSame() {
        List<String> warnings = SweepWarnings.of(SPACE, List.of(result("5", "15", 1, 1), result("4", "15", 1, 1)));
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).startsWith("the best of 2 trials"), warnings.toString());
    }

    @Test
    void warnsIfTheIntervalContainsZero() {
        TrialResult unsure = TrialResults.of(
                trial("3", "15"), RoundCounts.allScored(4), new double[] {-5, 6, -5, 6}, new double[] {1, 1, 1, 1});
        assertTrue(SweepWarnings.of(SPACE, List.of(unsure)).get(0).contains("may not be better than doing nothing"));
    }

    @Test
    void ranksByMeanThenByTrialIndex() {
        TrialResult worse = ranked(0, RoundCounts.allScored(1), 1);
        TrialResult none = ranked(1, RoundCounts.allScored(0));
        TrialResult best = ranked(2, RoundCounts.allScored(1), 2);
        TrialResult same = ranked(3, RoundCounts.allScored(1), 2);
        assertEquals(List.of(best, same, worse, none), TrialResult.rank(List.of(none, same, worse, best)));
    }

    /** Rounds that a strategy lost score 0, which is more than a real trial here has. */
    @Test
    void trialsWithoutScoreFromDecisionRankLast() {
        TrialResult real = ranked(0, RoundCounts.allScored(2), -0.5, -0.3);
        TrialResult throwing = ranked(1, new RoundCounts(2, 2, 0, 2, 0, 9), 0, 0);
        TrialResult out = ranked(2, new RoundCounts(2, 0, 2, 2, 0, 0), 0, 0);
        TrialResult lucky = ranked(3, new RoundCounts(1, 0, 0, 0, 1, 0), 7);
        TrialResult refused = TrialResults.ofRejected(new Trial(4, Map.of("a", "4")), "a is above 3");
        List<TrialResult> results = TrialResult.rank(List.of(refused, throwing, out, lucky, real));
        assertEquals(List.of(real, lucky, throwing, out, refused), results);
        List<String> warnings = SweepWarnings.of(new ParameterSpace(List.of()), results);
        assertTrue(warnings.contains("1 trials have a score for fewer rounds than 2 and rank behind the others"));
        assertTrue(warnings.contains(
                "2 trials have no score that results from a decision of the strategy, and rank last"));
        assertTrue(warnings.contains("1 trials could not run; the first, {a=4}: a is above 3"), warnings.toString());
    }

    @Test
    void warnsAboutFailuresOfTheBestTrial() {
        TrialResult best = ranked(0, new RoundCounts(4, 1, 1, 2, 3, 5), 2, 2, 0, 0);
        List<String> warnings = SweepWarnings.of(new ParameterSpace(List.of()), List.of(best));
        assertTrue(
                warnings.contains("the best trial was excluded from 1 of 4 rounds, which score 0"),
                warnings.toString());
        assertTrue(
                warnings.contains("the best trial did not rebalance in 1 of 4 rounds, which score 0"),
                warnings.toString());
        assertTrue(warnings.stream().anyMatch(line -> line.startsWith("5 answers of the best trial failed")));
        assertTrue(warnings.stream().anyMatch(line -> line.startsWith("3 rounds of the best trial have no score")));
        TrialResult lost = ranked(0, new RoundCounts(2, 0, 2, 2, 0, 0), 0, 0);
        assertTrue(SweepWarnings.of(new ParameterSpace(List.of()), List.of(lost))
                .get(0)
                .startsWith("no trial has a score from a decision of the strategy"));
    }

    private static TrialResult ranked(int index, RoundCounts ends, double... scores) {
        return TrialResults.of(new Trial(index, Map.of()), ends, scores, scores);
    }

    private static Trial trial(String a, String b) {
        return new Trial(0, Map.of("a", a, "b", b));
    }

    private static List<String> of(String a, String b, double score, double overHold) {
        return SweepWarnings.of(SPACE, List.of(result(a, b, score, overHold)));
    }

    private static TrialResult result(String a, String b, double score, double overHold) {
        return TrialResults.of(
                trial(a, b), RoundCounts.allScored(2), new double[] {score, score}, new double[] {overHold, overHold});
    }
}
