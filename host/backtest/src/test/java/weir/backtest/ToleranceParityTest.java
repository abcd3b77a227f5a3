package weir.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.vectors.Recorded;

/** When the validator sees no rebalance: {@code tolerance.jsonl}. */
class ToleranceParityTest {

    private static final String FILE = "validator/tolerance.jsonl";

    @Test
    void everyComparisonIsTheValidators() {
        List<JsonObject> cases = Recorded.VECTORS.lines(FILE);
        for (JsonObject testCase : cases) {
            assertEquals(
                    testCase.get("expected").getAsBoolean(),
                    compare(testCase),
                    testCase.get("id").getAsString());
        }
        Recordings.report(FILE, cases.size());
    }

    private static boolean compare(JsonObject testCase) {
        double tolerance = testCase.get("tolerance").getAsDouble();
        return testCase.get("fn").getAsString().equals("within_tolerance")
                ? RebalanceTolerance.within(
                        testCase.get("a").getAsBigInteger(), testCase.get("b").getAsBigInteger(), tolerance)
                : RebalanceTolerance.same(
                        Recordings.positions(testCase.get("current")),
                        Recordings.positions(testCase.get("desired")),
                        tolerance);
    }
}
