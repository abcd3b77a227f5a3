package weir.backtest.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a best trial is not to be trusted, and how sure its mean is. */
class SweepWarningsTest {

    private static final ParameterSpace SPACE =
            new ParameterSpace(List.of(ParameterAxis.parse("a=1..5/1"), ParameterAxis.parse("b=10..20")));

    @Test
    void nothingIsSaidOfAGoodTrialAlone() {
        assertEquals(List.of(), of("3", "15", 1, 1));
    }

    @Test
    void holdingThatWinsIsSaid() {
        assertTrue(of("3", "15", -1, 1).get(0).startsWith("doing nothing wins: holding scores 0"));
        assertTrue(of("3", "15", 1, -1).get(0).startsWith("doing nothing wins in value"));
    }

    @Test
    void edgesAreSaid() {
        assertTrue(of("5", "15", 1, 1).get(0).contains("a=5 is the highest of what was tried; widen a=1..5/1"));
        assertTrue(of("3", "10", 1, 1).get(0).contains("b=10 is among the lowest of what was tried; widen b=10..20"));
    }

    @Test
    void anEdgeThatMakesNoDifferenceIsNone() {
        List<String> said = SweepWarnings.of(SPACE, List.of(result("5", "15", 1, 1), result("4", "15", 1, 1)));
        assertEquals(1, said.size(), said.toString());
        assertTrue(said.get(0).startsWith("the best of 2 trials"), said.toString());
    }

    @Test
    void anIntervalAboutZeroIsSaid() {
        TrialResult unsure = TrialResult.of(trial("3", "15"), new double[] {-5, 6, -5, 6}, new double[] {1, 1, 1, 1});
        assertTrue(SweepWarnings.of(SPACE, List.of(unsure)).get(0).contains("not surely better than doing nothing"));
    }

    @Test
    void theIntervalHoldsTheMeanAndNarrowsWithRounds() {
        double[] few = {1, 2, 3, 4};
        double[] many = new double[400];
        Arrays.setAll(many, i -> few[i % 4]);
        Estimate wide = Estimate.of(few);
        Estimate narrow = Estimate.of(many);
        assertEquals(2.5, narrow.mean(), 1e-12);
        assertTrue(wide.low() < 2 && wide.high() > 3, wide.toString());
        // The mean of 400 such rounds has a standard error of 0.056.
        assertEquals(2.5 - 1.96 * 0.056, narrow.low(), 0.02);
        assertEquals(2.5 + 1.96 * 0.056, narrow.high(), 0.02);
    }

    @Test
    void ranksByMeanAndThenByPlace() {
        TrialResult worse = TrialResult.of(new Trial(0, Map.of()), new double[] {1}, new double[] {1});
        TrialResult none = TrialResult.of(new Trial(1, Map.of()), new double[] {Double.NaN}, new double[0]);
        TrialResult best = TrialResult.of(new Trial(2, Map.of()), new double[] {2}, new double[] {1});
        TrialResult same = TrialResult.of(new Trial(3, Map.of()), new double[] {2}, new double[] {1});
        assertEquals(
                List.of(best, same, worse, none),
                List.of(none, same, worse, best).stream()
                        .sorted(TrialResult.BEST_FIRST)
                        .toList());
    }

    private static Trial trial(String a, String b) {
        return new Trial(0, Map.of("a", a, "b", b));
    }

    private static List<String> of(String a, String b, double score, double overHold) {
        return SweepWarnings.of(SPACE, List.of(result(a, b, score, overHold)));
    }

    private static TrialResult result(String a, String b, double score, double overHold) {
        return TrialResult.of(trial(a, b), new double[] {score, score}, new double[] {overHold, overHold});
    }
}
