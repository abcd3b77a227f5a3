package weir.backtest.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.backtest.RecordedHead;
import weir.backtest.RecordedVault;
import weir.backtest.Recordings;
import weir.backtest.RoundResults;
import weir.backtest.Rounds;
import weir.backtest.ScriptedMiners;
import weir.backtest.Swaps;
import weir.backtest.internal.score.ValidatorTarget;
import weir.vectors.Recorded;

/**
 * Whole rounds of the validator, query by query: {@code roundloop.jsonl.gz}. The newest validator contradicts the earlier one in one
 * rule: if the evaluation of a live round fails, the score is -100, where the earlier one failed. Such earlier cases must have this score.
 */
class RoundLoopParityTest {

    private static final double FAILED_LIVE_SCORE = -100;

    @ParameterizedTest
    @ValueSource(strings = {"validator/roundloop.jsonl.gz", "validator-2026-11/roundloop.jsonl.gz"})
    void queriesAndResultsMatchTheValidator(String file) {
        List<JsonObject> cases = Recorded.VECTORS.lines(file);
        cases.forEach(RoundLoopParityTest::check);
        Recordings.report(file, cases.size());
    }

    private static void check(JsonObject testCase) {
        String id = testCase.get("id").getAsString();
        ScriptedMiners script = new ScriptedMiners(id, testCase.getAsJsonArray("replies_seen"));
        RecordedHead head = new RecordedHead(testCase);
        Map<Integer, Miner> miners = new LinkedHashMap<>();
        for (JsonElement uid : testCase.getAsJsonArray("uids")) {
            miners.put(uid.getAsInt(), script.miner(uid.getAsInt()));
        }
        JsonObject expected = testCase.getAsJsonObject("expected");
        if (!expected.has("error")) {
            assertLoop(testCase, miners, head, expected.getAsJsonObject("results"));
            assertEquals(testCase.get("sleep_calls").getAsInt(), head.observationsWithoutCheck(), id + " sleeps");
        } else if (testCase.get("loop").getAsString().equals("live")) {
            assertFailedLiveRound(testCase, miners.values().iterator().next(), head);
        } else {
            Recordings.assertError(expected, () -> assertLoop(testCase, miners, head, null), id);
        }
        script.assertAllQueriesSent();
    }

    private static void assertLoop(
            JsonObject testCase, Map<Integer, Miner> miners, RecordedHead head, JsonObject expected) {
        ValidatorTarget target =
                RoundResults.hasBaseline(testCase) ? ValidatorTarget.againstBaseline() : new ValidatorTarget();
        Swaps swaps = Recordings.swaps(testCase);
        RoundResults.assertLoop(testCase, Rounds.round(testCase), target, miners, head, swaps, expected);
    }

    private static void assertFailedLiveRound(JsonObject testCase, Miner miner, RecordedHead head) {
        String id = testCase.get("id").getAsString();
        Round round = Rounds.round(testCase);
        LiveResult result = new RoundLoop(round, new ValidatorTarget())
                .runLive(miner, head, new RecordedVault(testCase, round), Recordings.swaps(testCase));
        assertEquals(FAILED_LIVE_SCORE, result.score(), id);
        assertNotNull(result.failureReason(), id);
        assertNull(result.performance(), id);
    }
}
