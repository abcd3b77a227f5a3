package weir.console.internal.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.router.Answer;
import weir.router.Caller;
import weir.router.Outcome;
import weir.router.audit.AnswerEvent;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/** The verdict "am I earning?" over time. */
class QueryPanelsTest {

    private static final Instant START = Instant.parse("2026-11-30T02:00:00Z");
    private static final Optional<Caller> VALIDATOR = Optional.of(new Caller("5validator", Caller.Scheme.BTAUTH));

    private final Activity activity = new Activity();

    @Test
    void fallbacksCountForAnHour() {
        add(START, VALIDATOR, "a", Outcome.TIMEOUT);
        Instant fixed = START.plusSeconds(600);
        for (int query = 0; query < 40; query++) {
            add(fixed.plusSeconds(180 * query), VALIDATOR, "a", Outcome.PASSED);
        }
        assertEquals("warn", earning(START.plus(Duration.ofMinutes(59))).level());
        QueryPanels.Earning later = earning(fixed.plus(Duration.ofHours(2)));
        assertEquals("good", later.level(), later.text());
        assertTrue(later.trend().x().get(0) > START.getEpochSecond(), "the trend covers the hour, too");
        assertEquals(1, later.fallbacks(), "in total");
        assertEquals(0, earning(fixed.plus(Duration.ofHours(4))).trend().x().size(), "a quiet hour");
    }

    @Test
    void refusedRoundIsLostAndTheVerdictIsBadForAnHour() {
        add(START, VALIDATOR, "a", Outcome.PASSED);
        add(START, VALIDATOR, "b", Outcome.REFUSED);
        add(START.plusSeconds(60), VALIDATOR, "b", Outcome.REFUSED);
        QueryPanels.Earning earning = earning(START.plusSeconds(120));
        assertEquals("bad", earning.level());
        assertTrue(earning.text().contains("2 of 3 queries"), earning.text());
        assertEquals(1, earning.lostRounds());
        assertEquals("good", earning(START.plus(Duration.ofHours(2))).level());
        for (int round = 0; round < 1_000; round++) {
            add(START.plusSeconds(200), VALIDATOR, "round " + round, Outcome.REFUSED);
        }
        assertEquals(1_001, earning(START.plusSeconds(200)).lostRounds());
    }

    @Test
    void queriesOfThisMachineAreNotThoseOfAValidator() {
        add(START, Optional.empty(), "a", Outcome.PASSED);
        QueryPanels.Earning local = earning(START);
        assertEquals("warn", local.level());
        assertTrue(local.text().startsWith("No validator has asked"), local.text());
        assertEquals(Optional.of(START), local.lastQuery());
        add(START, VALIDATOR, "a", Outcome.PASSED);
        assertEquals("good", earning(START).level());
    }

    private QueryPanels.Earning earning(Instant now) {
        return QueryPanels.earning(activity, List.of(), Optional.empty(), Optional.empty(), now);
    }

    private void add(Instant time, Optional<Caller> caller, String round, Outcome outcome) {
        String pool = "0x" + "22".repeat(20);
        Inventory inventory = new Inventory(BigInteger.TEN, BigInteger.TEN);
        RebalanceQuery query = new RebalanceQuery(
                "job", pool, pool, 8453, round, RoundType.EVALUATION, 1, Price.atTick(0), List.of(), inventory, 0, 200);
        Answer answer = new Answer(
                Decision.keep("of this test"),
                Optional.of("route"),
                Optional.of("hold"),
                Optional.of(new Version(1, 0, 0)),
                outcome);
        activity.add(new AnswerEvent(time, query, caller, answer, Duration.ofMillis(1)));
    }
}
