package weir.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import weir.backtest.round.ChainHead;
import weir.backtest.round.LiveResult;
import weir.backtest.round.Miner;
import weir.backtest.round.RebalanceEvent;
import weir.backtest.round.Round;
import weir.backtest.round.RoundLoop;
import weir.backtest.round.RoundResult;
import weir.backtest.score.ScoringTarget;

/** Compares results of rounds with a recording. */
public final class RoundResults {

    private RoundResults() {}

    /** Runs the loop that a case names, and compares its results. */
    public static void assertLoop(
            JsonObject testCase,
            Round round,
            ScoringTarget target,
            Map<Integer, Miner> miners,
            ChainHead head,
            Swaps swaps,
            JsonObject expected) {
        String id = testCase.get("id").getAsString();
        RoundLoop loop = new RoundLoop(round, target);
        Miner first = miners.values().iterator().next();
        switch (testCase.get("loop").getAsString()) {
            case "batch" -> {
                Map<Integer, RoundResult> results = loop.runBatch(miners, head, swaps);
                assertEquals(expected.size(), results.size(), id);
                results.forEach((uid, result) -> assertResult(
                        expected.getAsJsonObject(uid.toString()), result, hasBaseline(testCase), id + " miner " + uid));
            }
            case "single" ->
                assertResult(expected, new SingleMinerLoop(round, target, first).play(head, swaps), false, id);
            case "live" ->
                assertLive(expected, loop.runLive(first, head, new RecordedVault(testCase, round), swaps), id);
            default -> throw new IllegalArgumentException(id + ": unknown loop " + testCase.get("loop"));
        }
    }

    /** Whether the recorded validator used the positions of the start as a baseline. */
    public static boolean hasBaseline(JsonObject testCase) {
        return testCase.has("baseline_assumed")
                && testCase.get("baseline_assumed").getAsBoolean();
    }

    private static void assertResult(JsonObject expected, RoundResult actual, boolean hasBaseline, String id) {
        assertEquals(expected.get("accepted").getAsBoolean(), actual.accepted(), id);
        assertEquals(ScriptedMiners.text(expected.get("refusal_reason")), actual.refusalReason(), id);
        assertHistory(expected.getAsJsonArray("rebalance_history"), actual.history(), id);
        assertEquals(Recordings.positions(expected.get("final_positions")), actual.finalPositions(), id);
        JsonObject metrics = expected.getAsJsonObject("performance_metrics");
        if (metrics.size() == 0) {
            assertNull(actual.performance(), id);
        } else {
            Performance performance = actual.performance();
            Recordings.assertPerformance(
                    metrics,
                    performance,
                    hasBaseline ? Recordings.baselineValue(performance) : performance.initialValue(),
                    id);
        }
        if (expected.has("score")) {
            Recordings.assertScore(expected.get("score"), actual.score(), id);
        } else {
            assertNull(actual.score(), id);
        }
    }

    public static void assertLive(JsonObject expected, LiveResult actual, String id) {
        JsonArray attempts = expected.getAsJsonArray("execution_results");
        assertEquals(attempts.size(), actual.executions().size(), id);
        for (int i = 0; i < attempts.size(); i++) {
            JsonObject attempt = attempts.get(i).getAsJsonObject();
            assertEquals(
                    new LiveResult.Execution(
                            attempt.get("block").getAsLong(),
                            attempt.get("success").getAsBoolean()),
                    actual.executions().get(i),
                    id);
        }
        assertEquals(expected.get("execution_failures").getAsLong(), actual.failureCount(), id);
        assertHistory(expected.getAsJsonArray("rebalance_history"), actual.history(), id);
        Recordings.assertScore(expected.get("score"), actual.score(), id);
    }

    /** The validator's evaluation sorts the history, newest first; entries of one block keep their order. */
    private static void assertHistory(JsonArray expected, List<RebalanceEvent> history, String id) {
        List<RebalanceEvent> newestFirst = history.stream()
                .sorted(Comparator.comparingLong(RebalanceEvent::block).reversed())
                .toList();
        List<RebalanceEvent> actual = isNewestFirst(expected) ? newestFirst : history;
        assertEquals(expected.size(), actual.size(), id);
        for (int i = 0; i < actual.size(); i++) {
            JsonObject event = expected.get(i).getAsJsonObject();
            RebalanceEvent made = actual.get(i);
            assertEquals(event.get("block").getAsLong(), made.block(), id);
            assertEquals(
                    event.get("price").getAsBigInteger(), made.chargedPrice().sqrtPriceX96(), id);
            assertEquals(
                    event.get("price_in_query").getAsBigInteger(),
                    made.queryPrice().sqrtPriceX96(),
                    id);
            assertEquals(Recordings.positions(event.get("old_positions")), made.positionsBefore(), id);
            assertEquals(Recordings.positions(event.get("new_positions")), made.positionsAfter(), id);
            assertEquals(Recordings.inventory(event.get("inventory")), made.inventoryRemaining(), id);
        }
    }

    /** The history of a miner that was excluded is not evaluated, and therefore not sorted. */
    private static boolean isNewestFirst(JsonArray history) {
        long previous = Long.MAX_VALUE;
        for (JsonElement event : history) {
            long block = event.getAsJsonObject().get("block").getAsLong();
            if (block > previous) {
                return false;
            }
            previous = block;
        }
        return true;
    }
}
