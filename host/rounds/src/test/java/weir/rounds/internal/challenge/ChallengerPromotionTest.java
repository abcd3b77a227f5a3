package weir.rounds.internal.challenge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weir.rounds.challenge.ChallengeStatus.Phase;
import weir.rounds.internal.PlayedRounds;
import weir.router.challenge.ChallengedRoute;
import weir.router.challenge.ChallengedRoute.Competitor;
import weir.router.challenge.Challenger.Promotion;
import weir.router.challenge.OpenRound;
import weir.strategy.Decision;
import weir.testkit.Queries;

/** When challengers are promoted. */
class ChallengerPromotionTest extends ChallengesFixture {

    @Test
    void aBetterChallengerIsPromotedAfterAWeekAndThreeHundredRounds() {
        challenge(Promotion.AUTO);
        play(299);
        waitForTheWeek();
        challenges.step();
        assertEquals("299 rounds are compared; 300 are needed", status().obstacle());
        play(1);
        assertEquals(1, challengers.exchanges.size());
        String reason = challengers.exchanges.get(0);
        assertTrue(
                reason.startsWith("promoted " + CHALLENGER + " instead of " + CHAMPION + ": evidence ")
                        && reason.contains(" after 300 rounds since ")
                        && reason.contains("40.0 required, lower bound 0.001 on stored history"),
                reason);
        assertEquals(Phase.PROMOTED, status().phase());
        assertEquals("challenger 1.0.0", status().champion());
        assertEquals(List.of(now), files().changes());
        assertEquals(reason, files().events().get(1).text());
    }

    @Test
    void evidenceBeforeAWeekDoesNotSuffice() {
        challenge(Promotion.AUTO);
        play(310);
        assertTrue(status().obstacle().contains("it lasts at least 7 days"), status().obstacle());
        assertTrue(challengers.exchanges.isEmpty());
    }

    @Test
    void equalStrategiesAreNotPromoted() {
        difference = 0;
        challenge(Promotion.AUTO);
        play(310);
        waitForTheWeek();
        challenges.step();
        assertTrue(status().obstacle().startsWith("the evidence is 1.00; 40.0 is needed"), status().obstacle());
        assertTrue(challengers.exchanges.isEmpty());
    }

    @Test
    void aLowerBoundOnStoredHistoryBelowTheMarginPreventsThePromotion() {
        historyBound = -0.0001;
        challenge(Promotion.AUTO);
        play(310);
        waitForTheWeek();
        challenges.step();
        assertTrue(status().obstacle().startsWith("on stored history, the lower bound"), status().obstacle());
    }

    @Test
    void withoutStoredHistoryNothingIsPromotedUntilItIsStored() {
        historyBound = Double.NaN;
        challenge(Promotion.AUTO);
        play(310);
        waitForTheWeek();
        challenges.step();
        assertTrue(status().obstacle().contains("import or fetch swaps"), status().obstacle());
        historyBound = 1e-5;
        play(1);
        assertEquals(1, challengers.exchanges.size());
    }

    @Test
    void theLimitOfTheHistoryAppliesFromTheFirstRoundOn() {
        limit = 0.01;
        challenge(Promotion.AUTO);
        play(2);
        assertEquals(0.01, status().limit());
        assertEquals(2, status().rounds());
        assertEquals(0.05, status().meanDifference(), 1e-12);
    }

    @Test
    void aFailingChallengerIsNotPromoted() {
        challenge(Promotion.AUTO);
        play(310);
        waitForTheWeek();
        challengers.routes.computeIfPresent(
                "default",
                (id, route) -> new ChallengedRoute(
                        id,
                        route.champion(),
                        new Competitor("challenger", Map.of(), Optional.of(FakeChallengers.ONE), false, "it threw"),
                        route.declared(),
                        List.of()));
        challenges.step();
        assertEquals("calls of the challenger fail", status().obstacle());
    }

    @Test
    void aPromotionWaitsForTheEndOfTheRound() {
        challenge(Promotion.AUTO);
        play(299);
        waitForTheWeek();
        now = now.plus(Duration.ofHours(1));
        rounds.add(openRound());
        awaitCompared();
        assertEquals("a round is being played", status().obstacle());
        assertEquals(Phase.PROPOSED, status().phase());
        requirePromotionAtTheEndOfTheRound();
    }

    @Test
    void anAnswerBeginsARound() {
        challenge(Promotion.AUTO);
        play(310);
        waitForTheWeek();
        challenges.onAnswer(PlayedRounds.answer(
                Queries.query().build(), Decision.keep("now"), Duration.between(PlayedRounds.START, now)));
        challenges.step();
        assertEquals("a round is being played", status().obstacle());
        requirePromotionAtTheEndOfTheRound();
        assertEquals(Set.of(), challengers.keptRounds);
    }

    @Test
    void ifRoundsAlwaysOverlapTheOpenOnesEndWithTheFormerStrategy() {
        challenge(Promotion.AUTO);
        play(310);
        waitForTheWeek();
        int round = 1_000;
        for (Instant end = now.plus(PauseWait.LONGEST); now.isBefore(end); now = now.plus(Duration.ofMinutes(10))) {
            rounds.add(scored(round++));
            challenges.step();
            assertEquals("a round is being played", status().obstacle());
            assertTrue(challengers.exchanges.isEmpty());
        }
        rounds.add(scored(round));
        challenges.step();
        assertEquals(1, challengers.exchanges.size());
        assertEquals(
                Set.of(
                        OpenRound.of(scored(round - 1).answers().get(0).query()),
                        OpenRound.of(scored(round).answers().get(0).query())),
                challengers.keptRounds);
        assertEquals(Duration.ofMinutes(15), challengers.keptFor);
    }

    @Test
    void aProposalWaitsForTheOperator() {
        challenge(Promotion.PROPOSE);
        play(310);
        assertThrows(IllegalArgumentException.class, () -> challenges.promote("default"), "too early");
        waitForTheWeek();
        challenges.step();
        assertEquals(Phase.PROPOSED, status().phase());
        assertTrue(challenges.execute().toString().contains("weir challenge promote default"));
        assertTrue(challengers.exchanges.isEmpty());
        challenges.promote("default");
        assertEquals(1, challengers.exchanges.size());
        assertEquals(Phase.PROMOTED, status().phase());
    }

    @Test
    void anApprovalDuringARoundIsCarriedOutAfterwardsAlsoByTheNextProcess() {
        challenge(Promotion.PROPOSE);
        play(310);
        waitForTheWeek();
        rounds.add(openRound());
        awaitCompared();
        challenges.promote("default");
        assertTrue(challengers.exchanges.isEmpty());
        restart();
        challenges.step();
        assertTrue(challengers.exchanges.isEmpty(), "the round is not over");
        now = now.plus(Duration.ofMinutes(16));
        challenges.step();
        assertEquals(1, challengers.exchanges.size());
    }

    @Test
    void aFailedExchangeIsAProblemAndIsTriedAgain() {
        challengers.exchangeFailure = new IOException("disk full");
        challenge(Promotion.AUTO);
        play(310);
        waitForTheWeek();
        challenges.step();
        assertEquals(Phase.PROPOSED, status().phase());
        assertTrue(
                challenges.problems().get(0).contains("disk full"),
                challenges.problems().toString());
        challengers.exchangeFailure = null;
        challenges.step();
        assertEquals(Phase.PROMOTED, status().phase());
        assertEquals(List.of(), challenges.problems());
    }

    /** A round is open for fifteen minutes. */
    private void requirePromotionAtTheEndOfTheRound() {
        now = now.plus(Duration.ofMinutes(14).plusSeconds(59));
        challenges.step();
        assertTrue(challengers.exchanges.isEmpty());
        now = now.plusSeconds(1);
        challenges.step();
        assertEquals(1, challengers.exchanges.size());
    }
}
