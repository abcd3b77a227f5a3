package weir.backtest.round;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import weir.backtest.RecordedHead;
import weir.backtest.Recordings;
import weir.backtest.RoundResults;
import weir.backtest.Rounds;
import weir.backtest.ScriptedMiners;
import weir.backtest.Swaps;
import weir.backtest.internal.score.ValidatorTarget;
import weir.strategy.Position;
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
            assertEquals(testCase.get("sleep_calls").getAsInt(), head.looksWithoutCheck(), id + " sleeps");
        }
        script.assertAllAsked();
    }

    private static void run(JsonObject testCase, ScriptedMiners script, RecordedHead head, JsonObject expected) {
        String id = testCase.get("id").getAsString();
        RoundLoop loop = new RoundLoop(Rounds.round(testCase), new ValidatorTarget());
        Swaps swaps = Recordings.swaps(testCase);
        Map<Integer, Miner> miners = new LinkedHashMap<>();
        for (JsonElement uid : testCase.getAsJsonArray("uids")) {
            miners.put(uid.getAsInt(), script.miner(uid.getAsInt()));
        }
        switch (testCase.get("loop").getAsString()) {
            case "batch" -> {
                Map<Integer, RoundResult> results = loop.batch(miners, head, swaps);
                assertEquals(expected.size(), results.size(), id);
                results.forEach((uid, result) -> RoundResults.assertResult(
                        expected.getAsJsonObject(uid.toString()), result, id + " miner " + uid));
            }
            case "single" ->
                RoundResults.assertResult(
                        expected, loop.single(miners.values().iterator().next(), head, swaps), id);
            default ->
                RoundResults.assertLive(
                        expected,
                        loop.live(
                                miners.values().iterator().next(),
                                head,
                                executions(testCase.getAsJsonArray("exec_ok")),
                                swaps),
                        id);
        }
    }

    /** Success of successive executions; the last entry repeats. */
    private static Predicate<List<Position>> executions(JsonArray successes) {
        int[] attempt = {0};
        return positions ->
                successes.get(Math.min(attempt[0]++, successes.size() - 1)).getAsBoolean();
    }
}
