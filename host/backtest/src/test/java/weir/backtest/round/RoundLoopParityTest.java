package weir.backtest.round;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weir.backtest.RecordedHead;
import weir.backtest.Recordings;
import weir.backtest.RoundResults;
import weir.backtest.Rounds;
import weir.backtest.ScriptedMiners;
import weir.backtest.Swaps;
import weir.backtest.internal.score.ValidatorTarget;
import weir.vectors.Recorded;

/** Whole rounds of the validator, question by question: {@code roundloop.jsonl.gz}. */
class RoundLoopParityTest {

    private static final String FILE = "validator/roundloop.jsonl.gz";

    @Test
    void queriesAndResultsMatchTheValidator() {
        List<JsonObject> cases = Recorded.VECTORS.lines(FILE);
        cases.forEach(RoundLoopParityTest::check);
        Recordings.report(FILE, cases.size());
    }

    private static void check(JsonObject testCase) {
        String id = testCase.get("id").getAsString();
        ScriptedMiners script = new ScriptedMiners(id, testCase.getAsJsonArray("replies_seen"));
        RecordedHead head = new RecordedHead(testCase);
        JsonObject expected = testCase.getAsJsonObject("expected");
        if (expected.has("error")) {
            Recordings.assertError(expected, () -> run(testCase, script, head, null), id);
        } else {
            run(testCase, script, head, expected.getAsJsonObject("results"));
            assertEquals(testCase.get("sleep_calls").getAsInt(), head.observationsWithoutCheck(), id + " sleeps");
        }
        script.assertAllQueriesSent();
    }

    private static void run(JsonObject testCase, ScriptedMiners script, RecordedHead head, JsonObject expected) {
        String id = testCase.get("id").getAsString();
        Swaps swaps = Recordings.swaps(testCase);
        Map<Integer, Miner> miners = new LinkedHashMap<>();
        for (JsonElement uid : testCase.getAsJsonArray("uids")) {
            miners.put(uid.getAsInt(), script.miner(uid.getAsInt()));
        }
        RoundResults.assertLoop(testCase, Rounds.round(testCase), new ValidatorTarget(), miners, head, swaps, expected);
    }
}
