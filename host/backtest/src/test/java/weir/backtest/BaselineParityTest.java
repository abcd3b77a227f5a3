package weir.backtest;

import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;
import weir.backtest.internal.score.ValidatorTarget;
import weir.vectors.Recorded;

/** Evaluations of the newest validator, with positions of the start as a baseline and without. */
class BaselineParityTest {

    private static final String FILE = "validator-2026-11/backtest-baseline.jsonl.gz";
    private static final String REAL_FILE = "validator-2026-11/real-baseline.jsonl.gz";

    @Test
    void metricsAndScoresMatchTheNewestValidator() {
        List<JsonObject> cases = Recorded.VECTORS.lines(FILE);
        cases.forEach(testCase -> check(testCase, Recordings.swaps(testCase)));
        Recordings.report(FILE, cases.size());
    }

    @Test
    void metricsAndScoresOverRealSwapsMatchTheNewestValidator() {
        Map<String, Swaps> datasets = new HashMap<>();
        int checked = 0;
        for (JsonObject testCase : Recorded.VECTORS.lines(REAL_FILE)) {
            try {
                check(
                        testCase,
                        datasets.computeIfAbsent(testCase.get("dataset").getAsString(), RealSwapsParityTest::read));
                checked++;
            } catch (TestAbortedException e) {
                System.out.println("SKIPPED: case " + testCase.get("id") + ": " + e.getMessage());
            }
        }
        Assumptions.assumeTrue(checked > 0, "no dataset of the cases is here");
        Recordings.report(REAL_FILE, checked);
    }

    private static void check(JsonObject testCase, Swaps swaps) {
        String id = testCase.get("id").getAsString();
        JsonObject expected = testCase.getAsJsonObject("expected");
        if (expected.has("error")) {
            Recordings.assertError(expected, () -> Recordings.evaluate(testCase, swaps), id);
            return;
        }
        Performance performance = Recordings.evaluate(testCase, swaps);
        Recordings.assertPerformance(
                expected.getAsJsonObject("metrics"), performance, Recordings.baselineValue(performance), id);
        Recordings.assertScore(expected.get("score"), ValidatorTarget.againstBaseline(), performance, id);
        if (expected.has("without_baseline")) {
            JsonObject without = expected.getAsJsonObject("without_baseline");
            JsonObject metrics = expected.getAsJsonObject("metrics").deepCopy();
            metrics.add("initial_value", without.get("initial_value"));
            Recordings.assertPerformance(metrics, performance, id + " without baseline");
            Recordings.assertScore(without.get("score"), new ValidatorTarget(), performance, id + " without baseline");
        }
    }
}
