package weir.console.internal.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.console.internal.panel.QueryPanels.QueryVerdict;
import weir.router.Answer;
import weir.router.Caller;
import weir.router.Outcome;
import weir.router.audit.AnswerEvent;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;
import weir.testkit.Queries;

class QueryPanelsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:30Z");

    private static final Optional<Caller> VALIDATOR = Optional.of(new Caller("5validator", Caller.Scheme.BTAUTH));

    private final Activity activity = new Activity();

    @Test
    void fallbackCountsForAnHourOnlyAlsoIfFewMinutesHaveQueries() {
        add(0, Outcome.TIMEOUT, RoundType.EVALUATION);
        for (int minutes = 4; minutes <= 56; minutes += 4) {
            add(minutes, Outcome.PASSED, RoundType.EVALUATION);
        }
        QueryVerdict within = verdict(59);
        assertEquals("warn", within.level());
        assertTrue(within.text().startsWith("1 of 15 answers of the last hour are fallbacks"), within.text());
        QueryVerdict after = verdict(60);
        assertEquals("good", after.level());
        assertEquals(14, after.trend().x().size());
        assertEquals(1, after.fallbacks());
    }

    @Test
    void refusedQueryLosesTheRoundOnlyInAnEvaluation() {
        add(0, Outcome.REFUSED, RoundType.LIVE);
        assertEquals(0, verdict(0).lostRounds());
        add(1, Outcome.REFUSED, RoundType.EVALUATION);
        assertEquals(1, verdict(1).lostRounds());
        assertEquals(2, verdict(1).refused());
        assertEquals("bad", verdict(1).level());
        assertTrue(verdict(1).text().startsWith("1 of 2 queries"), verdict(1).text());
        assertEquals("good", verdict(61).level());
        for (int round = 0; round < 1_000; round++) {
            add(VALIDATOR, inRound("round " + round), 62, Outcome.REFUSED);
        }
        assertEquals(1_001, verdict(62).lostRounds());
    }

    @Test
    void queriesOfThisMachineAreNotThoseOfAValidator() {
        add(Optional.empty(), Queries.query().build(), 0, Outcome.PASSED);
        assertEquals("warn", verdict(0).level());
        assertTrue(
                verdict(0).text().startsWith("No validator has asked"),
                verdict(0).text());
        assertEquals(Optional.of(at(0)), verdict(0).lastQuery());
        add(1, Outcome.PASSED, RoundType.EVALUATION);
        assertEquals("good", verdict(1).level());
    }

    private QueryVerdict verdict(int minutes) {
        return QueryPanels.verdict(activity, List.of(), Optional.empty(), Optional.empty(), at(minutes));
    }

    private void add(int minutes, Outcome outcome, RoundType type) {
        add(VALIDATOR, Queries.query().roundType(type).build(), minutes, outcome);
    }

    private void add(Optional<Caller> caller, RebalanceQuery query, int minutes, Outcome outcome) {
        Answer answer = new Answer(
                Decision.keep("test"),
                Optional.of("route"),
                Optional.of("hold"),
                Optional.of(new Version(1, 0, 0)),
                outcome);
        activity.add(new AnswerEvent(at(minutes), query, caller, answer, Duration.ofMillis(1)));
    }

    private static RebalanceQuery inRound(String id) {
        RebalanceQuery query = Queries.query().roundType(RoundType.EVALUATION).build();
        return new RebalanceQuery(
                query.jobId(),
                query.snLiquidityManagerAddress(),
                query.pairAddress(),
                query.chainId(),
                id,
                query.roundType(),
                query.blockNumber(),
                query.currentPrice(),
                query.currentPositions(),
                query.inventoryRemaining(),
                query.rebalancesSoFar(),
                query.tickSpacing());
    }

    private static Instant at(int minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }
}
