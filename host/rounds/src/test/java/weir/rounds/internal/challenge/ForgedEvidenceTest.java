package weir.rounds.internal.challenge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.rounds.internal.challenge.FakeChallengers.competitor;
import static weir.rounds.internal.challenge.FakeChallengers.inChildProcess;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;
import weir.fixtures.Await;
import weir.rounds.challenge.ChallengeStatus.Phase;
import weir.rounds.internal.PlayedRounds;
import weir.router.challenge.ChallengedRoute.Competitor;
import weir.router.challenge.Challenger.Promotion;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.testkit.Queries;
import weir.testkit.TestMarket;

/** Strategies in child processes, whose replays may know the blocks that their live instance has seen. */
class ForgedEvidenceTest extends ChallengesFixture {

    private static final String APPROVAL = "'weir challenge promote default'";

    private final Competitor champion = competitor("champion", "1.0.0");
    private final Competitor challenger = competitor("challenger", "1.0.0");

    private void challenge(Competitor first, Competitor second) {
        Stream.of(first, second)
                .filter(Competitor::isInChildProcess)
                .forEach(one -> challengers.inChildProcess.add(one.strategy()));
        challengers.route(first, second, Promotion.AUTO, 0);
        challenges.step();
    }

    private void playUntilPermitted() {
        play(310);
        waitForTheWeek();
        challenges.step();
    }

    @Test
    void strategyThatRemembersTheBlocksOfItsLiveInstanceIsNotPromotedByTheHost() {
        Set<Long> seen = ConcurrentHashMap.newKeySet(); // as in a system property of the child process
        RebalanceQuery query = Queries.query().build();
        challengers.strategy = (asked, market) -> {
            if (market == null) {
                seen.add(asked.blockNumber());
            }
            return Decision.keep(seen.contains(asked.blockNumber()) ? "remembered" : "unknown");
        };
        Market market = TestMarket.EMPTY.at(query);
        onReplay = pair ->
                difference = pair.challenger().decide(query, market).reason().equals("remembered") ? 0.05 : 0;
        challenge(champion, inChildProcess(challenger));
        challenges.onAnswer(PlayedRounds.answer(query, Decision.keep("now"), Duration.ZERO));
        Await.until("the live instance was asked", () -> !seen.isEmpty());
        playUntilPermitted();
        assertTrue(status().evidence() > 40, "the forged evidence suffices");
        assertEquals(List.of(), challengers.exchanges);
        assertEquals(Phase.PROPOSED, status().phase());
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true", "true, true"})
    void promotionNeedsApprovalIfAStrategyRunsInAChildProcess(boolean isChampion, boolean isChallenger) {
        challenge(
                isChampion ? inChildProcess(champion) : champion,
                isChallenger ? inChildProcess(challenger) : challenger);
        assertEquals(Promotion.PROPOSE, status().promotion());
        assertTrue(status().obstacle().contains("needed; evidence from a child process"), status().obstacle());
        playUntilPermitted();
        assertEquals(List.of(), challengers.exchanges);
        assertEquals(Phase.PROPOSED, status().phase());
        assertTrue(status().obstacle().contains(APPROVAL), status().obstacle());
        challenges.promote("default");
        assertEquals(1, challengers.exchanges.size());
        assertEquals(Phase.PROMOTED, status().phase());
    }

    @Test
    void returnOfAFormerChampionInAChildProcessNeedsApproval() {
        challenge(inChildProcess(champion), challenger);
        playUntilPermitted();
        challenges.promote("default");
        play(20);
        now = now.plus(Duration.ofDays(3));
        challenges.step();
        assertTrue(status().evidence() >= 5, status().toString());
        assertEquals(1, challengers.exchanges.size());
        assertEquals(Phase.PROPOSED, status().phase());
        assertTrue(status().obstacle().contains("approves the roll-back with " + APPROVAL), status().obstacle());
        String health = challenges.execute().toString();
        assertTrue(health.contains("the roll-back to champion 1.0.0 is proposed"), health);
        challenges.promote("default");
        assertEquals(2, challengers.exchanges.size());
        assertTrue(challengers.exchanges.get(1).startsWith("rolled back to champion"));
    }

    @Test
    void promotedStrategyInAChildProcessIsRolledBackWithoutApproval() {
        challenge(champion, inChildProcess(challenger));
        playUntilPermitted();
        challenges.promote("default");
        play(20);
        now = now.plus(Duration.ofDays(3));
        challenges.step();
        assertEquals(2, challengers.exchanges.size());
    }

    @Test
    void openCircuitBreakerNeedsNoApproval() {
        challenge(inChildProcess(champion), challenger);
        playUntilPermitted();
        challenges.promote("default");
        challengers.route(challenger, inChildProcess(champion), Promotion.AUTO, 0, new Version("1.0.0"));
        challenges.step();
        assertEquals(2, challengers.exchanges.size());
        assertTrue(challengers.exchanges.get(1).contains("its circuit breaker is open"));
    }

    @Test
    void evidenceFromAChildProcessIsNotUsedInTheHost() {
        challenge(champion, inChildProcess(challenger));
        playUntilPermitted();
        challengers.inChildProcess.clear();
        challenge(champion, challenger);
        assertEquals(List.of(), challengers.exchanges);
        now = now.plus(RouteChallenge.STABLE_AFTER);
        challenges.step();
        assertEquals(List.of(), challengers.exchanges);
        assertEquals(0, status().rounds());
        assertEquals(2, status().challengersTried());
    }

    /** While a bundle moves to another level, both of its copies run. */
    @Test
    void copyOfTheBundleAtAnotherLevelIsNotReplayed() {
        challenge(champion, challenger);
        Set<Boolean> replayedInChild = ConcurrentHashMap.newKeySet();
        onReplay = pair -> replayedInChild.add(!challengers.inChildProcess.isEmpty());
        challengers.inChildProcess.add("challenger");
        now = now.plus(Duration.ofMinutes(15));
        rounds.add(scored(1));
        now = now.plus(Duration.ofMinutes(16));
        challenges.step();
        Await.until("the instances were found", () -> !challengers.replayed.isEmpty());
        challengers.inChildProcess.clear();
        awaitCompared();
        assertEquals(1, status().rounds());
        assertFalse(replayedInChild.contains(true), "a copy in a child process was replayed");
    }
}
