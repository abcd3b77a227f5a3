package weir.console.internal.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.history.PoolKey;
import weir.router.Answer;
import weir.router.Outcome;
import weir.router.audit.AnswerEvent;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

class PairHistoryTest {

    private static final String PAIR = "0x" + "22".repeat(20);
    private static final Position RANGE = position(-200, 200);

    private final PairHistory history = new PairHistory(new PoolKey(8453, PAIR));

    @Test
    void rangeLastsFromItsRebalanceUntilTheNext() {
        history.add(answer(100, 0, List.of(), Decision.rebalance(List.of(RANGE), "first position")));
        history.add(answer(200, 0, List.of(RANGE), Decision.keep("inside")));
        history.add(answer(
                300, 300, List.of(RANGE), Decision.rebalance(List.of(position(0, 400)), "price left the range")));
        List<PairHistory.Range> ranges = List.copyOf(history.ranges());
        assertEquals(2, ranges.size());
        assertEquals(100, ranges.get(0).from);
        assertEquals(300, ranges.get(0).to);
        assertEquals(
                "rebalance at block 300: price left the range",
                ranges.get(1).lines.get(0));
        assertEquals(List.of(Optional.of(true), Optional.of(false)), inRange().subList(1, 3));
        assertEquals(2, history.marks().size());
    }

    @Test
    void fallbackDoesNotOpenTheRangeThatTheGuardRejected() {
        history.add(answer(100, 0, List.of(), Decision.rebalance(List.of(RANGE), "x"), Outcome.GUARD));
        assertEquals(0, history.ranges().size());
    }

    @Test
    void oneMadeUpBlockDoesNotStopTheChart() {
        history.add(answer(100, 0, List.of(RANGE), Decision.keep("inside")));
        history.add(
                answer(30_000_000_000_000_000L, 0, List.of(RANGE), Decision.rebalance(List.of(position(0, 400)), "x")));
        for (long block = 101; block <= 103; block++) {
            history.add(answer(block, 0, List.of(RANGE), Decision.keep("inside")));
        }
        history.add(answer(1, 0, List.of(RANGE), Decision.keep("inside")));
        assertEquals(
                List.of(100L, 103L),
                history.points().stream().map(PairHistory.Point::block).toList());
        assertEquals(List.of(), List.copyOf(history.marks()));
        assertTrue(history.ranges().stream().allMatch(range -> range.to <= 103));
    }

    @Test
    void everythingIsBounded() {
        for (int block = 1; block <= 20_000; block++) {
            history.add(answer(
                    block, 0, List.of(), Decision.rebalance(List.of(position(-200 * block % 800_000, 200)), "x")));
        }
        assertTrue(history.points().size() <= PairHistory.MAX_POINTS);
        assertEquals(PairHistory.MAX_RANGES, history.ranges().size());
        assertEquals(PairHistory.MAX_MARKS, history.marks().size());
        assertEquals(20_000, history.points().get(history.points().size() - 1).block());
    }

    private List<Optional<Boolean>> inRange() {
        return history.points().stream().map(PairHistory.Point::isInRange).toList();
    }

    static AnswerEvent answer(long block, int tick, List<Position> held, Decision decision) {
        return answer(block, tick, held, decision, Outcome.PASSED);
    }

    private static AnswerEvent answer(long block, int tick, List<Position> held, Decision decision, Outcome outcome) {
        Inventory inventory = new Inventory(BigInteger.TEN, BigInteger.TEN);
        RebalanceQuery query = new RebalanceQuery(
                "job",
                PAIR,
                PAIR,
                8453,
                "round",
                RoundType.EVALUATION,
                block,
                Price.atTick(tick),
                held,
                inventory,
                0,
                200);
        Answer answer = new Answer(
                decision, Optional.of("route"), Optional.of("hold"), Optional.of(new Version(1, 0, 0)), outcome);
        return new AnswerEvent(Instant.EPOCH.plusSeconds(block), query, Optional.empty(), answer, Duration.ofMillis(1));
    }

    private static Position position(int lower, int upper) {
        return new Position(lower, upper, BigInteger.ONE, BigInteger.ONE);
    }
}
