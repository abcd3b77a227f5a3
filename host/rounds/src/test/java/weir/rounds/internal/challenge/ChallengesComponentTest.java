package weir.rounds.internal.challenge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.rounds.internal.challenge.FakeChallengers.competitor;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.rounds.challenge.ChallengeStatus.Phase;
import weir.router.challenge.ChallengedRoute.Competitor;
import weir.router.challenge.Challenger.Promotion;

/** Roll-backs, restarts and damaged records. */
class ChallengesComponentTest extends ChallengesFixture {

    private void promoted() {
        challenge(Promotion.AUTO);
        play(310);
        waitForTheWeek();
        challenges.step();
        assertEquals(Phase.PROMOTED, status().phase());
    }

    @Test
    void reverseEvidenceRollsBackAfterThreeDays() {
        promoted();
        play(20); // The former champion is better now: the strategies are exchanged, the difference is not.
        assertTrue(status().evidence() >= 5, status().toString());
        assertTrue(status().obstacle().contains("3 days must pass"), status().obstacle());
        assertEquals(1, challengers.exchanges.size());
        now = now.plus(Duration.ofDays(3));
        challenges.step();
        assertEquals(2, challengers.exchanges.size());
        assertTrue(challengers.exchanges.get(1).startsWith("rolled back to " + CHAMPION + " from " + CHALLENGER));
        assertTrue(challengers.routes.isEmpty(), "the challenge has ended");
        assertEquals(2, files().changes().size());
        assertTrue(files().contest().isEmpty());
    }

    @Test
    void anOpenCircuitBreakerRollsBackAtOnce() {
        promoted();
        challengers.route(
                competitor("challenger", "0.9.0"),
                competitor("champion", "1.0.0"),
                Promotion.AUTO,
                0,
                new Version("1.0.0"));
        challenges.step();
        assertEquals(2, challengers.exchanges.size());
        assertTrue(challengers.exchanges.get(1).contains("its circuit breaker is open"));
    }

    @Test
    void aPromotedStrategyWithoutReverseEvidenceStays() {
        promoted();
        difference = -0.05;
        play(50);
        now = now.plus(Duration.ofDays(30));
        challenges.step();
        assertEquals(1, challengers.exchanges.size());
        assertEquals(Phase.PROMOTED, status().phase());
        assertEquals("the former champion is watched", status().obstacle());
    }

    @Test
    void aProcessThatEndsBetweenTheExchangeAndItsRecordLosesNothing() throws IOException {
        challenge(Promotion.AUTO);
        play(10);
        challengers.exchange("default", false, "by the process that was killed", Set.of(), Duration.ZERO);
        restart();
        challenges.step();
        assertEquals(Phase.PROMOTED, status().phase());
        assertEquals(1, files().changes().size());
        assertEquals(1, files().tried());
    }

    @Test
    void evidenceSurvivesARestart() {
        challenge(Promotion.AUTO);
        play(20);
        double before = status().evidence();
        restart();
        challenges.step();
        assertEquals(before, status().evidence());
        assertEquals(20, status().rounds());
        play(1);
        assertEquals(21, status().rounds());
    }

    @Test
    void everyChallengerCountsAlsoOverRestarts() {
        challenge(Promotion.AUTO);
        assertEquals(40, status().requiredEvidence());
        challengers.route(competitor("champion", "1.0.0"), competitor("challenger", "2.0.0"), Promotion.AUTO, 0);
        challenges.step();
        assertEquals(1, status().challengersTried(), "versions may appear one after the other");
        now = now.plus(RouteChallenge.STABLE_AFTER);
        challenges.step();
        assertEquals(120, status().requiredEvidence());
        restart();
        challengers.route(competitor("champion", "1.0.0"), competitor("third", "1.0.0"), Promotion.AUTO, 0);
        challenges.step();
        now = now.plus(RouteChallenge.STABLE_AFTER);
        challenges.step();
        assertEquals(3, status().challengersTried());
        assertEquals(240, status().requiredEvidence());
        assertEquals(0, status().rounds());
    }

    @Test
    void versionsThatAppearOneAfterTheOtherAtAStartBeginNoNewChallenge() {
        challenge(Promotion.AUTO);
        play(5);
        restart();
        challengers.route(competitor("champion", ""), competitor("challenger", ""), Promotion.AUTO, 0);
        challenges.step();
        challengers.route(competitor("champion", "0.9.0"), competitor("challenger", "1.0.0"), Promotion.AUTO, 0);
        challenges.step();
        now = now.plusSeconds(30);
        declare(Promotion.AUTO);
        challenges.step();
        now = now.plusSeconds(40);
        challenges.step();
        assertEquals(1, status().challengersTried());
        assertEquals(5, status().rounds());
    }

    @Test
    void aChangedMarginBeginsANewComparison() {
        challenge(Promotion.AUTO);
        challengers.route(competitor("champion", "1.0.0"), competitor("challenger", "1.0.0"), Promotion.AUTO, 0.001);
        challenges.step();
        now = now.plus(RouteChallenge.STABLE_AFTER);
        challenges.step();
        assertEquals(0.001, status().margin());
        assertEquals(2, status().challengersTried());
    }

    @Test
    void aMissingVersionIsNamed() {
        challengers.route(
                competitor("champion", "1.0.0"),
                new Competitor("challenger", Map.of(), Optional.empty(), false, "no version is running"),
                Promotion.AUTO,
                0);
        challenges.step();
        assertEquals(Phase.WAITING, status().phase());
        assertEquals("no version is running", status().obstacle());
        assertEquals(0, files().tried());
    }

    @Test
    void anEndedChallengeKeepsItsEvents() throws IOException {
        challenge(Promotion.AUTO);
        play(3);
        challenges.stop("default");
        assertTrue(challenges.challenges().isEmpty());
        assertTrue(files().contest().isEmpty());
        assertEquals(2, files().events().size());
        assertEquals(1, files().tried());
    }

    @Test
    void aDamagedRecordStopsOnlyItsRouteAndNamesTheRemedy() throws IOException {
        Files.writeString(folder.resolve("default.json"), "{\"format\": 1");
        challenge(Promotion.AUTO);
        assertEquals(Phase.WAITING, status().phase());
        assertTrue(status().obstacle().contains("default.json cannot be read"), status().obstacle());
        assertTrue(challenges.problems().get(0).contains("restore it from a backup, or delete it"));
        assertEquals("{\"format\": 1", Files.readString(folder.resolve("default.json")), "it is not overwritten");
        Files.delete(folder.resolve("default.json"));
        challenges.step();
        assertEquals(Phase.COMPARING, status().phase());
        assertFalse(challenges.problems().toString().contains("default.json"));
    }
}
