package weir.router.internal.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import weir.router.Answer;
import weir.router.Outcome;
import weir.router.Queries;
import weir.router.internal.config.Route;
import weir.router.internal.config.RouteParser;
import weir.router.internal.instance.StrategyInstance;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.RoundType;

class QueryDispatcherTest extends RouterFixture {

    private static final int FAILURE_LIMIT = 3;

    /** Gives the shortest deadline, 50 ms. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    @Test
    void answersFromTheStrategyOfTheRoute() {
        manager.setRoutes(List.of(route("default", "\"pair\": \"*\"")));
        admit("default", "1.0.0", KEEP);
        Answer answer = ask();
        assertEquals(
                new Answer(
                        Decision.keep("content"),
                        Optional.of("default"),
                        Optional.of("hold"),
                        Queries.version("1.0.0"),
                        Outcome.PASSED,
                        answer.decideDuration()),
                answer);
        assertTrue(answer.decideDuration().get().toNanos() > 0);
    }

    @Test
    void prefersTheMostSpecificRoute() {
        String pair = "\"pair\": \"" + Queries.PAIR + "\"";
        manager.setRoutes(List.of(
                route("any", "\"pair\": \"*\""),
                route("pair", pair),
                route("live", pair + ", \"roundTypes\": [\"live\"]"),
                route("vault", pair + ", \"vault\": \"" + Queries.VAULT + "\"")));
        assertEquals(
                List.of("vault", "live", "pair", "any"),
                manager.table().entries().stream()
                        .map(entry -> entry.route().id())
                        .toList());
        assertEquals("vault", routeOf(Queries.PAIR, Queries.VAULT, RoundType.LIVE));
        assertEquals("live", routeOf(Queries.PAIR, "0x", RoundType.LIVE));
        assertEquals("pair", routeOf(Queries.PAIR, "0x", RoundType.EVALUATION));
        assertEquals("any", routeOf("0x", "0x", RoundType.LIVE));
    }

    @Test
    void keepsWithAReasonWhereThereIsNoRoute() {
        Answer answer = ask();
        assertEquals(Outcome.UNAVAILABLE, answer.outcome());
        assertEquals("no route matches pair " + Queries.PAIR + " on chain 8453", keep(answer));
    }

    @Test
    void blockGetsOneRebalance() {
        manager.setRoutes(List.of(route("default", "\"pair\": \"*\"")));
        AtomicInteger calls = new AtomicInteger();
        admit("default", "1.0.0", (query, market) -> {
            int edge = 10 * calls.incrementAndGet();
            return Decision.rebalance(List.of(Queries.position(-edge, edge, 1, 1)), "wider");
        });
        Decision first = ask().decision();
        assertEquals(first, ask().decision());
        assertEquals(1, calls.get());
        dispatcher.decide(Queries.at(1_001), FIVE);
        assertEquals(2, calls.get());
    }

    @Test
    void filterRefusesWithoutAskingTheStrategy() {
        manager.setRoutes(List.of(route("default", "\"pair\": \"*\", \"filter\": {\"maxRebalances\": 0}")));
        Answer answer = ask();
        assertEquals(Decision.refuse("Too many rebalances already"), answer.decision());
        assertEquals(Outcome.REFUSED, answer.outcome());
        assertFalse(answer.isFallback());
    }

    @Test
    void newestVersionInRangeServes() {
        manager.setRoutes(List.of(route("default", "\"pair\": \"*\", \"versions\": \"[1.0,2.0)\"")));
        StrategyInstance newest = admit("1.1.0", KEEP);
        admit("default", "1.0.0", KEEP);
        admit("default", "2.0.0", KEEP);
        admit("other", "1.5.0", KEEP);
        assertEquals(Queries.version("1.1.0"), ask().version());
        remove(newest);
        assertEquals(Queries.version("1.0.0"), ask().version());
    }

    @Test
    void aVersionThatFailsItsSelfTestNeverServes() {
        manager.setRoutes(List.of(route("default", "\"pair\": \"*\"")));
        admit("default", "1.0.0", KEEP);
        ask();
        admit("default", "1.1.0", FAILING);
        Answer answer = ask();
        assertEquals(Queries.version("1.0.0"), answer.version());
        assertFalse(answer.isFallback());
        assertEquals("hold 1.1.0 is disabled: self-test: the strategy returned null", note());
    }

    @Test
    void theSelfTestAllowsSlowAnswersAndOneTimeout() {
        manager.setRoutes(List.of(route("default", "\"pair\": \"*\"")));
        admit("default", "1.0.0", KEEP);
        ask();
        AtomicInteger calls = new AtomicInteger();
        admit("1.1.0", (query, market) -> {
            pause(calls.incrementAndGet() == 1 ? 20_000 : 1_500);
            return Decision.keep("slow");
        });
        assertEquals(2, calls.get());
        assertEquals(Queries.version("1.1.0"), ask().version());
    }

    @Test
    void aRouteWithoutARangeMentionsNone() {
        manager.setRoutes(List.of(route("default", "\"pair\": \"*\"")));
        assertEquals("no version of hold is running; install one, or change the route", note());
        assertEquals(Optional.empty(), manager.table().entries().get(0).route().versions());
    }

    @Test
    void aStrategysOwnNumbersAndLongTextsDoNotReachTheCallersThreads() {
        manager.setRoutes(List.of(route("default", "\"pair\": \"*\"")));
        BigInteger own = new BigInteger("1") {
            @Override
            public int signum() {
                throw new IllegalStateException("a strategy's code on a caller's thread");
            }
        };
        String rejection = "position [0, 10] has an allocation that is not a BigInteger of at most 256 bits";
        for (BigInteger amount : List.of(own, BigInteger.ONE.shiftLeft(256), BigInteger.ONE.shiftLeft(1 << 20))) {
            StrategyInstance instance = admit(
                    "1.0.0",
                    (query, market) -> Decision.rebalance(List.of(new Position(0, 10, amount, BigInteger.ONE)), ""));
            assertEquals(rejection, keep(ask()));
            remove(instance);
        }
        admit("1.0.0", (query, market) -> Decision.refuse("no ".repeat(1 << 20)));
        assertEquals(Decision.refuse("no ".repeat(100)), ask().decision());
    }

    @Test
    void afterAnyFailureTheAnswerIsTheCurrentPositions() {
        Map<String, RebalanceStrategy> failing = Map.of(
                "the strategy threw java.lang.IllegalStateException: oops",
                (query, market) -> {
                    throw new IllegalStateException("oops");
                },
                "the strategy threw java.lang.StackOverflowError",
                new Recursive(),
                "the strategy threw java.lang.OutOfMemoryError: Requested array size exceeds VM limit",
                (query, market) -> Decision.keep("" + new long[Integer.MAX_VALUE].length),
                "the strategy returned null",
                (query, market) -> null,
                "position [5, 15] is not on multiples of the tick spacing 10",
                (query, market) -> Decision.rebalance(List.of(Queries.position(5, 15, 1, 1)), ""));
        manager.setRoutes(List.of(route("default", "\"pair\": \"*\"")));
        failing.forEach((reason, strategy) -> {
            StrategyInstance instance = admit("1.0.0", strategy);
            Answer answer = ask();
            assertEquals(reason.startsWith("the strategy threw") ? Outcome.EXCEPTION : Outcome.GUARD, answer.outcome());
            assertEquals(reason, keep(answer));
            remove(instance);
        });
        assertEquals(failing.size(), manager.table().entries().get(0).state().fallbackCount());
    }

    @Test
    void answersAtTheDeadlineAndDisablesAHangingVersion() {
        CountDownLatch never = new CountDownLatch(1);
        manager.setRoutes(List.of(route("default", "\"pair\": \"*\"")));
        admit("default", "1.0.0", KEEP);
        admit("default", "1.1.0", (query, market) -> {
            for (boolean stubborn = true; stubborn; ) {
                try {
                    never.await();
                    stubborn = false;
                } catch (InterruptedException e) {
                    // a strategy that does not listen
                }
            }
            return Decision.keep("late");
        });
        for (int i = 0; i < FAILURE_LIMIT; i++) {
            Answer answer = dispatcher.decide(Queries.plain(), SHORT);
            assertTrue(answer.isFallback());
            assertEquals("the strategy did not answer in time", keep(answer));
        }
        assertEquals(Queries.version("1.0.0"), ask().version());
        assertEquals("hold 1.1.0 is disabled: the strategy did not answer in time", note());
        never.countDown();
    }

    @Test
    void theOnlyVersionIsNotCalledWhileItsCircuitBreakerIsOpen() {
        AtomicInteger asked = new AtomicInteger();
        manager.setRoutes(List.of(route("default", "\"pair\": \"*\"")));
        admit("default", "1.0.0", (query, market) -> {
            asked.incrementAndGet();
            throw new IllegalStateException("oops");
        });
        for (int i = 0; i < 10; i++) {
            assertTrue(ask().isFallback());
        }
        assertEquals(FAILURE_LIMIT, asked.get());
    }

    @Test
    void aRestartEnablesADisabledVersion() {
        for (int life = 0; life < 2; life++) {
            manager.setRoutes(List.of(defaultRoute("")));
            admit("1.0.0", KEEP);
            admit("1.1.0", FAILING);
            for (int i = 0; i < FAILURE_LIMIT; i++) {
                assertEquals(Queries.version("1.1.0"), ask().version());
            }
            assertEquals(Queries.version("1.0.0"), ask().version());
            restart();
        }
    }

    @Test
    void theDeadlineFollowsFromTheValidatorsTimeout() {
        assertEquals(Duration.ofSeconds(3).toNanos(), QueryDispatcher.deadlineNanos(Duration.ofSeconds(5)));
        assertEquals(
                Duration.ofSeconds(3).toNanos(), QueryDispatcher.deadlineNanos(Duration.ofSeconds(Long.MAX_VALUE)));
        assertEquals(Duration.ofMillis(1_500).toNanos(), QueryDispatcher.deadlineNanos(Duration.ofMillis(3_500)));
        assertEquals(Duration.ofMillis(50).toNanos(), QueryDispatcher.deadlineNanos(Duration.ZERO));
        assertEquals(
                Duration.ofMillis(50).toNanos(), QueryDispatcher.deadlineNanos(Duration.ofSeconds(Long.MIN_VALUE)));
    }

    private String routeOf(String pair, String vault, RoundType round) {
        return manager.table()
                .find(Queries.query(pair, vault, 8453, round, 1, 0))
                .orElseThrow()
                .route()
                .id();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Route route(String id, String fields) {
        return RouteParser.parse(id, "{" + fields + ", \"strategy\": \"hold\"}");
    }

    private static String keep(Answer answer) {
        return assertInstanceOf(Decision.Keep.class, answer.decision()).reason();
    }

    private static final class Recursive implements RebalanceStrategy {
        @Override
        public Decision decide(RebalanceQuery query, Market market) {
            Decision deeper = decide(query, market);
            return Decision.keep(deeper.reason() + ".");
        }
    }
}
