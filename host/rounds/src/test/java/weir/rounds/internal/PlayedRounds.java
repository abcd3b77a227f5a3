package weir.rounds.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Version;
import weir.rounds.PlayedRound;
import weir.rounds.RoundId;
import weir.router.Answer;
import weir.router.Caller;
import weir.router.Outcome;
import weir.router.audit.AnswerEvent;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;
import weir.testkit.Queries;

/** Builds played rounds for tests. */
public final class PlayedRounds {

    public static final Instant START = Instant.parse("2026-11-30T00:00:00Z");
    public static final String VALIDATOR = "5F3sa2TJAWMqDhXG6jhV4N8ko9SxwGy8TpaNS1repo5EYjQX";

    private PlayedRounds() {}

    public static AnswerEvent answer(RebalanceQuery query, Decision decision, Duration afterStart) {
        return new AnswerEvent(
                START.plus(afterStart),
                query,
                Optional.of(new Caller(VALIDATOR, Caller.Scheme.BTAUTH)),
                new Answer(
                        decision,
                        Optional.of("default"),
                        Optional.of("hold"),
                        Optional.of(Version.parseVersion("1.2.3")),
                        Outcome.PASSED,
                        Optional.of(Duration.ofMillis(2))),
                Duration.ofMillis(3));
    }

    /** Round {@code number} of a job, which starts that many minutes after {@link #START}, with one kept answer. */
    public static PlayedRound round(int number) {
        return round(number, 1_000L + number);
    }

    /** The same, with the block of the query. */
    public static PlayedRound round(int number, long block) {
        return round(query(number, block), Decision.keep("in range"), number);
    }

    static RebalanceQuery query(int number) {
        return query(number, 1_000L + number);
    }

    private static RebalanceQuery query(int number, long block) {
        RebalanceQuery query = Queries.query().blockNumber(block).build();
        return query(query, query.pairAddress(), "round-" + number);
    }

    /** The same answer in another pool. */
    public static AnswerEvent inPool(AnswerEvent event, int pool) {
        RebalanceQuery query = event.query();
        return new AnswerEvent(
                event.time(),
                query(query, String.format("0x%040x", pool + 1), query.roundId()),
                event.caller(),
                event.answer(),
                event.duration());
    }

    private static RebalanceQuery query(RebalanceQuery query, String pair, String round) {
        return new RebalanceQuery(
                query.jobId(),
                query.snLiquidityManagerAddress(),
                pair,
                query.chainId(),
                round,
                query.roundType(),
                query.blockNumber(),
                query.currentPrice(),
                query.currentPositions(),
                query.inventoryRemaining(),
                query.rebalancesSoFar(),
                query.tickSpacing());
    }

    private static PlayedRound round(RebalanceQuery query, Decision decision, int minutes) {
        AnswerEvent answer = answer(query, decision, Duration.ofMinutes(minutes));
        return new PlayedRound(
                RoundId.of(answer), List.of(answer), 0, Map.of("width", "600", "names", "a,b"), Optional.empty());
    }

    /** Groups answers by round, in their order. */
    public static List<PlayedRound> group(List<AnswerEvent> answers) {
        Map<RoundId, List<AnswerEvent>> byRound = new LinkedHashMap<>();
        answers.forEach(answer -> byRound.computeIfAbsent(RoundId.of(answer), id -> new ArrayList<>())
                .add(answer));
        return byRound.entrySet().stream()
                .map(round -> new PlayedRound(round.getKey(), round.getValue(), 0, Map.of(), Optional.empty()))
                .toList();
    }
}
