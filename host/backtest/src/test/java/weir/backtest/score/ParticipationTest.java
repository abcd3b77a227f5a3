package weir.backtest.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.backtest.Recordings;
import weir.backtest.score.Participation.Eligibility;
import weir.backtest.score.Participation.EligibilityRule;
import weir.vectors.Recorded;

class ParticipationTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);
    private static final EligibilityRule ONE_DAY = new EligibilityRule(1);

    /** Earlier recordings are among those of the rankings. */
    @ParameterizedTest
    @ValueSource(strings = {"validator/ranking.jsonl", "validator-2026-11/participation.jsonl"})
    void daysAndEligibilityMatchTheValidator(String file) {
        List<JsonObject> cases = Recorded.VECTORS.lines(file).stream()
                .filter(testCase -> testCase.has("today_accepted_sequence"))
                .toList();
        cases.forEach(ParticipationTest::check);
        Recordings.report(file, cases.size());
    }

    private static void check(JsonObject testCase) {
        Participation participation = Participation.NONE;
        for (JsonElement element : testCase.getAsJsonArray("past_days_ago_participated")) {
            JsonArray past = element.getAsJsonArray();
            LocalDate day = TODAY.minusDays(past.get(0).getAsLong());
            participation = participation.plus(day, past.get(1).getAsBoolean());
        }
        EligibilityRule rule =
                new EligibilityRule(testCase.get("eligibility_days").getAsInt());
        boolean isWhitelisted =
                testCase.has("whitelisted") && testCase.get("whitelisted").getAsBoolean();
        JsonArray accepted = testCase.getAsJsonArray("today_accepted_sequence");
        JsonArray expected = testCase.getAsJsonArray("expected_participation_days_and_eligible");
        assertEquals(accepted.size(), expected.size());
        for (int i = 0; i < accepted.size(); i++) {
            participation = participation.plus(TODAY, accepted.get(i).getAsBoolean());
            JsonArray pair = expected.get(i).getAsJsonArray();
            assertEquals(
                    new Eligibility(pair.get(0).getAsInt(), pair.get(1).getAsBoolean()),
                    participation.eligibility(TODAY, rule, isWhitelisted),
                    testCase.get("id").getAsString() + " round " + i);
        }
    }

    @Test
    void dayCountsOnlyWithMoreAcceptedThanRefusedRounds() {
        Participation even = Participation.NONE.plus(TODAY, true).plus(TODAY, false);
        assertFalse(even.eligibility(TODAY, ONE_DAY, false).isEligible());
        assertTrue(even.plus(TODAY, true).eligibility(TODAY, ONE_DAY, false).isEligible());
    }

    @Test
    void windowIncludesItsFirstDayAndToday() {
        Participation yesterday = Participation.NONE.plus(TODAY.minusDays(1), true);
        assertEquals(new Eligibility(1, true), yesterday.eligibility(TODAY, ONE_DAY, false));
        assertEquals(new Eligibility(0, false), yesterday.eligibility(TODAY.plusDays(1), ONE_DAY, false));
    }

    @Test
    void liveRoundsNeedAPositiveScore() {
        Eligibility whitelisted = Participation.NONE.eligibility(TODAY, EligibilityRule.DEFAULT, true);
        assertTrue(whitelisted.mayPlayLive(new BigDecimal("0.000001")));
        assertFalse(whitelisted.mayPlayLive(BigDecimal.ZERO));
        assertFalse(new Eligibility(6, false).mayPlayLive(BigDecimal.ONE));
    }

    @Test
    void ruleWithoutDaysIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> new EligibilityRule(0));
    }
}
