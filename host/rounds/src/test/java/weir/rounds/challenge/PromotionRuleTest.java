package weir.rounds.challenge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.rounds.challenge.PromotionRule.Challenge;

class PromotionRuleTest {

    private static final Instant NOW = Instant.parse("2026-12-31T00:00:00Z");
    private static final double LIMIT = 0.1;
    private static final double MARGIN = 0.001;
    private static final Optional<Duration> WEEK = Optional.of(Duration.ofDays(7));

    private static Evidence evidence(double value) {
        return new Evidence(LIMIT, MARGIN, Collections.nCopies(Evidence.BETS.size(), Math.log(value)), 300);
    }

    private static Challenge challenge(double value, int tried, Instant... changes) {
        return new Challenge(
                evidence(value), 300, NOW.minus(Duration.ofDays(7)), WEEK, tried, 0, true, false, List.of(changes));
    }

    private static String obstacle(Challenge challenge) {
        return PromotionRule.obstacle(challenge, NOW).orElse("");
    }

    @Test
    void evidenceIsTheMeanOfTheProductsOfTheBets() {
        double[] differences = {0.02, -0.5, 0.5, 0.003};
        Evidence evidence = Evidence.none(LIMIT, MARGIN);
        double[] products = new double[Evidence.BETS.size()];
        Arrays.fill(products, 1);
        for (double difference : differences) {
            evidence = evidence.plus(difference);
            for (int i = 0; i < products.length; i++) {
                double cut = Math.max(-LIMIT, Math.min(LIMIT, difference));
                products[i] *= 1 + 0.5 / LIMIT * Evidence.BETS.get(i) * (cut - MARGIN);
            }
        }
        assertEquals(Arrays.stream(products).average().orElseThrow(), evidence.value(), 1e-12);
        assertEquals(4, evidence.count());
        assertEquals(1, Evidence.none(LIMIT, 0).value());
    }

    @Test
    void invalidEvidenceIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> Evidence.none(0, 0));
        assertThrows(IllegalArgumentException.class, () -> Evidence.none(LIMIT, LIMIT));
        assertThrows(IllegalArgumentException.class, () -> Evidence.none(LIMIT, -0.001));
        assertThrows(
                IllegalArgumentException.class, () -> Evidence.none(LIMIT, 0).plus(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Evidence(LIMIT, 0, List.of(0.0), 0));
    }

    @Test
    void eachFurtherChallengerNeedsMoreEvidence() {
        assertEquals(40, PromotionRule.requiredEvidence(1), 1e-9);
        assertEquals(120, PromotionRule.requiredEvidence(2), 1e-9);
        assertEquals("", obstacle(challenge(41, 1)));
        assertTrue(obstacle(challenge(39, 1)).startsWith("the evidence is 39"), obstacle(challenge(39, 1)));
        assertTrue(obstacle(challenge(119, 2)).endsWith("challenger 2 of this route"), obstacle(challenge(119, 2)));
    }

    @Test
    void eachConditionAloneStopsAPromotion() {
        Evidence enough = evidence(41);
        Instant start = NOW.minus(Duration.ofDays(7));
        assertTrue(obstacle(new Challenge(enough, 299, start, WEEK, 1, 0, true, false, List.of()))
                .startsWith("299 rounds"));
        assertTrue(obstacle(new Challenge(enough, 300, start.plusSeconds(1), WEEK, 1, 0, true, false, List.of()))
                .contains("at least 7 days"));
        assertTrue(obstacle(new Challenge(enough, 300, start, WEEK, 1, -MARGIN, true, false, List.of()))
                .startsWith("on stored history"));
        assertTrue(obstacle(new Challenge(enough, 300, start, WEEK, 1, Double.NaN, true, false, List.of()))
                .startsWith("on stored history"));
        assertTrue(obstacle(new Challenge(enough, 300, start, WEEK, 1, 0, false, false, List.of()))
                .startsWith("calls"));
        assertTrue(obstacle(new Challenge(enough, 300, start, WEEK, 1, 0, true, true, List.of()))
                .startsWith("a round"));
    }

    @Test
    void changesKeepTheirDistance() {
        Instant threeDays = NOW.minus(Duration.ofDays(3));
        assertTrue(obstacle(challenge(41, 1, threeDays.plusSeconds(1))).contains("3 days must pass"));
        assertEquals("", obstacle(challenge(41, 1, threeDays)));
        Instant sixDays = NOW.minus(Duration.ofDays(6));
        assertTrue(obstacle(challenge(41, 1, threeDays, sixDays)).contains("2 times within seven days"));
        assertEquals(
                Optional.empty(),
                PromotionRule.obstacle(challenge(41, 1, threeDays, NOW.minus(Duration.ofDays(8))), NOW));
    }

    @Test
    void reverseEvidenceOrAnOpenCircuitRollsBack() {
        assertTrue(PromotionRule.isRolledBack(evidence(5.001), false));
        assertFalse(PromotionRule.isRolledBack(evidence(4.999), false));
        assertTrue(PromotionRule.isRolledBack(evidence(1), true));
    }

    @Test
    void aRollBackWaitsForTheEndOfTheRoundAndForThreeDays() {
        List<Instant> changes = List.of(NOW.minus(Duration.ofDays(3)).plusSeconds(1));
        assertEquals(
                Optional.of("a round is being played"),
                PromotionRule.rollbackObstacle(true, true, List.of(), WEEK, NOW));
        assertTrue(PromotionRule.rollbackObstacle(false, false, changes, WEEK, NOW)
                .orElseThrow()
                .contains("3 days must pass"));
        assertEquals(Optional.empty(), PromotionRule.rollbackObstacle(false, false, changes, WEEK, NOW.plusSeconds(1)));
        assertEquals(Optional.empty(), PromotionRule.rollbackObstacle(true, false, changes, WEEK, NOW));
    }

    /** A clock that was set forward shortens no period, because the compared rounds have block numbers. */
    @Test
    void blocksOfTheComparedRoundsCountBesideTheClock() {
        Evidence enough = evidence(41);
        Instant start = NOW.minus(Duration.ofDays(30));
        Optional<Duration> almost = Optional.of(Duration.ofDays(7).minusSeconds(1));
        assertEquals(
                "by their block numbers, the compared rounds lie within 7.0 days; 7 days are needed",
                obstacle(new Challenge(enough, 300, start, almost, 1, 0, true, false, List.of())));
        assertEquals("", obstacle(new Challenge(enough, 300, start, Optional.empty(), 1, 0, true, false, List.of())));
        List<Instant> changes = List.of(start);
        Optional<Duration> twoDays = Optional.of(Duration.ofDays(2));
        assertEquals(
                Optional.of("by their block numbers, the compared rounds lie within 2.0 days; 3 days are needed"),
                PromotionRule.rollbackObstacle(false, false, changes, twoDays, NOW));
        assertEquals(Optional.empty(), PromotionRule.rollbackObstacle(true, false, changes, twoDays, NOW));
        assertEquals(
                Optional.empty(),
                PromotionRule.rollbackObstacle(false, false, changes, Optional.of(Duration.ofDays(3)), NOW));
    }
}
