package weir.backtest.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.backtest.Recordings;
import weir.vectors.Recorded;

/** The validator's score board, in memory and as its database keeps it: {@code ema.jsonl}. */
class MovingAverageParityTest {

    private static final String FILE = "validator/ema.jsonl";

    @Test
    void everyStepMatchesTheValidator() {
        List<JsonObject> cases = Recorded.VECTORS.lines(FILE);
        int steps = 0;
        for (JsonObject testCase : cases) {
            if (testCase.has("steps")) {
                steps += checkSteps(testCase);
            } else {
                checkOverflow(testCase);
                steps++;
            }
        }
        Recordings.report(FILE + " (" + cases.size() + " sequences, by step)", steps);
    }

    private static int checkSteps(JsonObject testCase) {
        MinerScore score = MinerScore.NEW;
        int n = 0;
        for (JsonElement element : testCase.getAsJsonArray("steps")) {
            JsonObject step = element.getAsJsonObject();
            String place = testCase.get("id").getAsString() + " step " + ++n;
            boolean accepted = step.get("accepted").getAsBoolean();
            MinerScore updated = step.get("round_type").getAsString().equals("live")
                    ? score.afterLive(step.get("live_score").getAsDouble(), accepted)
                    : score.afterEvaluation(step.get("evaluation_score").getAsDouble(), accepted);
            assertScores(step.getAsJsonObject("returned"), updated, place + " returned");
            score = updated.roundForStorage();
            JsonObject stored = step.getAsJsonObject("stored");
            assertScores(stored, score, place + " stored");
            assertEquals(stored.get("total_evaluations").getAsInt(), score.evaluations(), place);
            assertEquals(stored.get("successful_evaluations").getAsInt(), score.successfulEvaluations(), place);
            assertEquals(stored.get("refusals").getAsInt(), score.refusals(), place);
            assertEquals(stored.get("total_live_rounds").getAsInt(), score.liveRounds(), place);
            assertEquals(stored.get("successful_live_rounds").getAsInt(), score.successfulLiveRounds(), place);
        }
        return n;
    }

    /** Digits and scale: a decimal is compared as it is written. */
    private static void assertScores(JsonObject expected, MinerScore actual, String place) {
        assertEquals(new BigDecimal(expected.get("evaluation_score").getAsString()), actual.evaluation(), place);
        assertEquals(new BigDecimal(expected.get("live_score").getAsString()), actual.live(), place);
        assertEquals(new BigDecimal(expected.get("combined_score").getAsString()), actual.combined(), place);
    }

    private static void checkOverflow(JsonObject testCase) {
        String id = testCase.get("id").getAsString();
        MinerScore updated =
                MinerScore.NEW.afterEvaluation(testCase.get("evaluation_score").getAsDouble(), true);
        JsonObject expected = testCase.getAsJsonObject("expected");
        if (expected.has("error")) {
            assertThrows(ArithmeticException.class, updated::roundForStorage, id);
        } else {
            JsonObject stored = expected.getAsJsonObject("stored");
            MinerScore kept = updated.roundForStorage();
            assertEquals(new BigDecimal(stored.get("evaluation_score").getAsString()), kept.evaluation(), id);
            assertEquals(new BigDecimal(stored.get("combined_score").getAsString()), kept.combined(), id);
        }
    }
}
