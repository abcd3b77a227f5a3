package weir.rounds.internal.challenge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.rounds.internal.challenge.FakeChallengers.competitor;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.fixtures.Await;
import weir.rounds.PlayedRound;
import weir.rounds.challenge.ChallengeStatus.Phase;
import weir.rounds.internal.PlayedRounds;
import weir.rounds.internal.challenge.shadow.DeadlineWatch;
import weir.router.Answer;
import weir.router.Outcome;
import weir.router.audit.AnswerEvent;
import weir.router.challenge.Challenger.Promotion;
import weir.strategy.Decision;
import weir.testkit.Queries;

/** Evidence while strategies stop or change, clocks are set, and processes end. */
class ChallengeFaultsTest extends ChallengesFixture {

    private void promoted() {
        challenge(Promotion.AUTO);
        play(310);
        waitForTheWeek();
        challenges.step();
        assertEquals(Phase.PROMOTED, status().phase());
    }

    private AnswerEvent answer(Outcome outcome) {
        return new AnswerEvent(
                now,
                Queries.query().build(),
                Optional.empty(),
                new Answer(Decision.keep("x"), Optional.of("default"), Optional.empty(), Optional.empty(), outcome),
                Duration.ZERO);
    }

    /** Lets the thread of the replays run between two steps, if it has got a task. */
    private void stepTwice() {
        challenges.step();
        Await.until("the replays are idle", () -> Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("weir challenge replays"))
                .allMatch(thread -> thread.getState() == Thread.State.WAITING));
        challenges.step();
    }

    @Test
    void anotherVersionAddsNoEvidenceBeforeItsOwnComparison() {
        challenge(Promotion.AUTO);
        play(5);
        challengers.route(competitor("champion", "1.0.0"), competitor("challenger", "1.1.0"), Promotion.AUTO, 0);
        now = now.plus(Duration.ofMinutes(15));
        rounds.add(scored(6));
        stepTwice();
        assertEquals(Set.of(FakeChallengers.ONE), challengers.replayed);
        now = now.plus(RouteChallenge.STABLE_AFTER);
        challenges.step();
        assertEquals(0, status().rounds());
        assertEquals(2, status().challengersTried());
    }

    @Test
    void theThreadsEndWithTheVersionThatTheyHaveCalled() {
        challenge(Promotion.AUTO);
        play(1);
        challengers.route(competitor("champion", "1.0.0"), competitor("challenger", ""), Promotion.AUTO, 0);
        challenges.step();
        Await.until("no thread keeps its thread-local objects", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().endsWith("of default")));
        declare(Promotion.AUTO);
        challenges.step();
        play(1);
        assertEquals(2, status().rounds());
    }

    @Test
    void aRoundWhoseStrategyWasNotCalledIsComparedLater() {
        challenge(Promotion.AUTO);
        play(2);
        onReplay = pair -> pair.challenger().decide(null, null);
        challengers.outcome = Outcome.UNAVAILABLE;
        now = now.plus(Duration.ofMinutes(15));
        rounds.add(scored(3));
        stepTwice();
        assertEquals(2, status().rounds());
        challengers.outcome = Outcome.EXCEPTION; // A failure is what a validator would get.
        play(1);
        assertEquals(4, status().rounds());
    }

    @Test
    void roundsThatTheFilterRefusesAreNotCompared() {
        challenge(Promotion.AUTO);
        now = now.plus(Duration.ofMinutes(15));
        PlayedRound round = scored(1);
        rounds.add(new PlayedRound(round.id(), List.of(answer(Outcome.REFUSED)), 0, Map.of(), round.score()));
        challenges.onAnswer(answer(Outcome.REFUSED));
        play(1);
        assertEquals(1, status().rounds());
        assertEquals(0, status().shadow().answered() + status().shadow().skippedBusy());
    }

    @Test
    void aClockThatIsSetBackBeginsTheComparisonAgain() {
        challenge(Promotion.AUTO);
        now = now.plus(Duration.ofDays(365));
        play(3);
        now = PlayedRounds.START.plus(Duration.ofDays(1));
        challenges.step();
        assertEquals(2, status().challengersTried());
        assertTrue(
                status().events().get(1).text().contains("the clock went back from"),
                status().events().toString());
        assertEquals(Optional.of(now), status().started());
        play(2);
        assertEquals(2, status().rounds());
    }

    @Test
    void aClockThatIsSetBackDoesNotEndTheWatchOfAPromotion() {
        promoted();
        now = now.minus(Duration.ofDays(5));
        challenges.step();
        assertEquals(Phase.PROMOTED, status().phase());
        assertEquals(1, status().challengersTried());
        assertEquals(Optional.of(now), status().started());
    }

    @Test
    void aClockThatIsSetForwardPromotesNothingBeforeTheBlocksOfAWeek() {
        blocksPerRound = 450; // a quarter of an hour on Base
        challenge(Promotion.AUTO);
        play(310);
        waitForTheWeek();
        challenges.step();
        assertEquals(
                "by their block numbers, the compared rounds lie within 3.2 days; 7 days are needed",
                status().obstacle());
        play(362); // to 672 rounds, which are 7 days
        assertTrue(
                challengers.exchanges.isEmpty(), "from the first to the last round, a quarter of an hour is missing");
        play(1);
        assertEquals(1, challengers.exchanges.size());
    }

    @Test
    void aClockThatIsSetForwardRollsNothingBackBeforeTheBlocksOfThreeDays() {
        promoted();
        blocksPerRound = 450;
        play(20);
        now = now.plus(Duration.ofDays(3));
        challenges.step();
        assertEquals(1, challengers.exchanges.size());
        assertTrue(status().obstacle().contains("3 days are needed"), status().obstacle());
    }

    @Test
    void aRoundThatBeganInTheFutureIsNotOpen() {
        promoted();
        now = now.plus(Duration.ofDays(300));
        rounds.add(openRound());
        challenges.onAnswer(answer(Outcome.PASSED));
        now = now.minus(Duration.ofDays(300));
        challengers.route(
                competitor("challenger", "0.9.0"),
                competitor("champion", "1.0.0"),
                Promotion.AUTO,
                0,
                new Version("1.0.0"));
        challenges.step();
        assertEquals(2, challengers.exchanges.size());
    }

    @Test
    void aProcessThatEndsBetweenTheRollBackAndItsRecordCountsTheChange() throws IOException {
        promoted();
        challengers.exchange("default", true, "by the process that was killed", Set.of(), Duration.ZERO);
        restart();
        challengers.route(competitor("champion", "1.0.0"), competitor("third", "1.0.0"), Promotion.AUTO, 0);
        challenges.step();
        now = now.plus(RouteChallenge.STABLE_AFTER);
        challenges.step();
        assertEquals(2, files().changes().size());
        assertEquals(2, files().tried());
        assertTrue(files().events().toString().contains("the former champion serves again: evidence"));
    }

    @Test
    void aCallOfAnEndedChallengeIsInterruptedAndDoesNotStopTheNextOne() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        challengers.strategy = (query, market) -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return Decision.keep("late");
        };
        declare(Promotion.AUTO);
        List<Runnable> timers = new CopyOnWriteArrayList<>();
        RouteChallenge challenge = new RouteChallenge(
                "default",
                files,
                challengers,
                new RouteRounds("default", rounds, 450, () -> now),
                (route, onMissedDeadlines) -> new ChallengeThreads(
                        route,
                        challengers,
                        null,
                        id -> Optional.of(FakeChallengers.ONE),
                        (period, task) -> {
                            timers.add(task);
                            return () -> timers.remove(task);
                        },
                        () -> 0,
                        () -> 0,
                        onMissedDeadlines));
        challenge.step(challengers.routes().get(0), now);
        challenge.onAnswer(answer(Outcome.PASSED));
        entered.await();
        challenge.end(now);
        challenge.step(challengers.routes().get(0), now);
        Runnable deadline = timers.get(0);
        for (int i = 0; i < DeadlineWatch.MAX_MISSED; i++) {
            deadline.run();
        }
        interrupted.await();
        assertFalse(challenge.record().contest().orElseThrow().isStopped());
        challenge.close();
    }
}
