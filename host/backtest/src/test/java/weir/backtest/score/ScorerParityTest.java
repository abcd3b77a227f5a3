package weir.backtest.score;

import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.backtest.Performance;
import weir.backtest.Recordings;
import weir.backtest.internal.score.Validator2025Target;
import weir.backtest.internal.score.ValidatorTarget;
import weir.strategy.Inventory;
import weir.vectors.Recorded;

/** The validator's own scores, of today and of 2025: {@code scorer.jsonl}. The newest file has no scores of 2025. */
class ScorerParityTest {

    @ParameterizedTest
    @ValueSource(strings = {"validator/scorer.jsonl", "validator-2026-11/scorer.jsonl"})
    void scoresMatchTheValidator(String file) {
        List<JsonObject> cases = Recorded.VECTORS.lines(file);
        cases.forEach(ScorerParityTest::check);
        Recordings.report(file, cases.size());
    }

    private static void check(JsonObject testCase) {
        String id = testCase.get("id").getAsString();
        Number penalty = Recordings.numberOrNull(testCase, "loss_penalty_multiplier");
        Number beta = Recordings.numberOrNull(testCase, "smooth_beta");
        Performance performance = performance(testCase.getAsJsonObject("metrics"));
        Recordings.assertScore(
                testCase.get("score_head"),
                penalty == null ? new ValidatorTarget() : new ValidatorTarget(penalty.doubleValue()),
                performance,
                id);
        if (testCase.has("score_a0410b2")) {
            Recordings.assertScore(
                    testCase.get("score_a0410b2"),
                    new Validator2025Target(
                            penalty == null ? Validator2025Target.LOSS_PENALTY : penalty.doubleValue(),
                            beta == null ? Validator2025Target.SMOOTH_BETA : beta.doubleValue()),
                    performance,
                    id);
        }
    }

    private static Performance performance(JsonObject metrics) {
        Number loss = Recordings.numberOrNull(metrics, "impermanent_loss");
        Number inRange = Recordings.numberOrNull(metrics, "in_range_ratio");
        return new Performance(
                0.0,
                0.0,
                0.0,
                loss == null ? null : loss.doubleValue(),
                inRange == null ? null : inRange.doubleValue(),
                Inventory.NONE,
                inventory(metrics, "final_inventory"),
                BigInteger.ZERO,
                Recordings.numberOrNull(metrics, "initial_value"),
                Recordings.numberOrNull(metrics, "final_value"),
                inventory(metrics, "initial_inventory"));
    }

    private static Inventory inventory(JsonObject metrics, String name) {
        return metrics.has(name) ? Recordings.inventory(metrics.get(name)) : Inventory.NONE;
    }
}
