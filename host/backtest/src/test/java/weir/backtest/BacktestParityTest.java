package weir.backtest;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.backtest.internal.score.Validator2025Target;
import weir.backtest.internal.score.ValidatorTarget;
import weir.vectors.Recorded;

/** The validator's own evaluations of rebalance histories: {@code backtest.jsonl.gz}. */
class BacktestParityTest {

    private static final String FILE = "validator/backtest.jsonl.gz";

    @Test
    void metricsMatchTheValidator() {
        List<JsonObject> cases = Recorded.VECTORS.lines(FILE);
        cases.forEach(BacktestParityTest::check);
        Recordings.report(FILE, cases.size());
    }

    private static void check(JsonObject testCase) {
        String id = testCase.get("id").getAsString();
        Swaps swaps = Recordings.swaps(testCase);
        JsonObject expected = testCase.getAsJsonObject("expected");
        if (expected.has("error")) {
            Recordings.assertError(expected, () -> Recordings.evaluate(testCase, swaps), id);
            return;
        }
        Performance performance = Recordings.evaluate(testCase, swaps);
        Recordings.assertPerformance(expected.getAsJsonObject("metrics"), performance, id);
        Recordings.assertScore(expected.get("score_head"), new ValidatorTarget(), performance, id);
        Recordings.assertScore(expected.get("score_a0410b2"), new Validator2025Target(), performance, id);
    }
}
