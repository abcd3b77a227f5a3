package weir.backtest.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import weir.backtest.Recordings;
import weir.backtest.score.Ranking.Candidate;
import weir.backtest.score.Ranking.MinerResult;
import weir.vectors.Recorded;

/** Winner, ranking, order of live candidates, and days of participation: {@code ranking.jsonl}. */
class RankingParityTest {

    private static final String FILE = "validator/ranking.jsonl";

    @Test
    void rankingsMatchTheValidator() {
        List<JsonObject> cases = Recorded.VECTORS.lines(FILE);
        for (JsonObject testCase : cases) {
            if (testCase.has("fn")) {
                checkParticipation(testCase);
            } else {
                checkRanking(testCase);
            }
        }
        Recordings.report(FILE, cases.size());
    }

    private static void checkRanking(JsonObject testCase) {
        String id = testCase.get("id").getAsString();
        JsonObject expected = testCase.getAsJsonObject("expected");
        Map<Integer, Double> history = new HashMap<>();
        expected.getAsJsonArray("historic")
                .forEach(row -> history.put(
                        row.getAsJsonArray().get(0).getAsInt(),
                        row.getAsJsonArray().get(1).getAsDouble()));
        List<MinerResult> ranked = Ranking.rank(scores(testCase.getAsJsonArray("round_scores")), history);
        assertEquals(scores(expected.getAsJsonArray("ranked")), ranked, id);
        if (expected.get("winner").isJsonNull()) {
            assertTrue(ranked.isEmpty(), id);
        } else {
            assertEquals(
                    expected.getAsJsonObject("winner").get("miner_uid").getAsInt(),
                    ranked.get(0).uid(),
                    id);
            assertEquals(
                    expected.getAsJsonObject("winner").get("score").getAsDouble(),
                    ranked.get(0).score(),
                    id);
        }
        checkLiveOrder(id, expected, testCase.getAsJsonArray("miner_scores"));
    }

    private static void checkLiveOrder(String id, JsonObject expected, JsonArray minerScores) {
        List<Candidate> candidates = new ArrayList<>();
        minerScores.forEach(element -> candidates.add(candidate(element.getAsJsonObject())));
        List<Candidate> order = Ranking.liveOrder(candidates);
        JsonArray keys = expected.getAsJsonArray("eligible_sort_keys");
        assertEquals(keys.size(), order.size(), id);
        Set<Integer> uids = new TreeSet<>();
        for (int i = 0; i < order.size(); i++) {
            MinerScore score = order.get(i).score();
            JsonArray key = keys.get(i).getAsJsonArray();
            assertEquals(new BigDecimal(key.get(0).getAsString()), score.combined(), id);
            assertEquals(key.get(1).getAsInt(), score.evaluations(), id);
            assertEquals(key.get(2).getAsInt(), score.liveRounds(), id);
            uids.add(order.get(i).uid());
        }
        Set<Integer> expectedUids = new TreeSet<>();
        expected.getAsJsonArray("eligible_uids_set").forEach(uid -> expectedUids.add(uid.getAsInt()));
        assertEquals(expectedUids, uids, id);
    }

    private static List<MinerResult> scores(JsonArray rows) {
        List<MinerResult> scores = new ArrayList<>();
        for (JsonElement row : rows) {
            JsonArray pair = row.getAsJsonArray();
            scores.add(new MinerResult(pair.get(0).getAsInt(), pair.get(1).getAsDouble()));
        }
        return scores;
    }

    private static Candidate candidate(JsonObject row) {
        MinerScore score = new MinerScore(
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                new BigDecimal(row.get("combined_score").getAsString()).setScale(6), // as the database keeps it
                row.get("total_evaluations").getAsInt(),
                0,
                0,
                row.get("total_live_rounds").getAsInt(),
                0);
        return new Candidate(
                row.get("miner_uid").getAsInt(),
                score,
                row.get("is_eligible_for_live").getAsBoolean());
    }

    private static void checkParticipation(JsonObject testCase) {
        String id = testCase.get("id").getAsString();
        int eligibilityDays = testCase.get("eligibility_days").getAsInt();
        Map<Integer, Boolean> participated = new HashMap<>();
        testCase.getAsJsonArray("past_days_ago_participated")
                .forEach(row -> participated.put(
                        row.getAsJsonArray().get(0).getAsInt(),
                        row.getAsJsonArray().get(1).getAsBoolean()));
        JsonArray expected = testCase.getAsJsonArray("expected_participation_days_and_eligible");
        JsonArray today = testCase.getAsJsonArray("today_accepted_sequence");
        for (int i = 0; i < today.size(); i++) {
            participated.put(0, today.get(i).getAsBoolean());
            int days = Participation.countDays(participated, eligibilityDays);
            JsonArray pair = expected.get(i).getAsJsonArray();
            assertEquals(pair.get(0).getAsInt(), days, id);
            assertEquals(pair.get(1).getAsBoolean(), Participation.isEligible(days, eligibilityDays), id);
        }
    }
}
