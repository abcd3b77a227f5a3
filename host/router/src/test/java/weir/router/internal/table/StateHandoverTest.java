package weir.router.internal.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import weir.router.internal.instance.StrategyInstance;

/** The state of a strategy across version changes. */
class StateHandoverTest extends StateHandoverFixture {

    @Test
    void stateFollowsTheServingVersionInBothDirections() {
        StrategyInstance first = serve("1.0.0", new Counter());
        ask();
        ask();
        StrategyInstance second = serve("1.1.0", new Counter());
        assertCount(2);
        remove(second);
        awaitServing("1.0.0");
        assertCount(3);
        remove(first);
        serve("1.2.0", new Counter());
        assertCount(4);
        assertEquals(List.of(), problems.all());
    }

    @Test
    void selfTestQueriesDoNotChangeTheState() {
        serve("1.0.0", new Counter());
        ask();
        Counter tested = new Counter();
        serve("1.1.0", tested);
        assertEquals(1, tested.calls.get(), "the self-test called it once");
        assertCount(1);
    }

    @Test
    void aManualRouteHandsItsStateOverWhenTheVersionIsSelected() {
        manager.setRoutes(List.of(defaultRoute(", \"upgrade\": \"manual\"")));
        serve("1.0.0", new Counter());
        ask();
        admit("1.1.0", new Counter());
        assertCount(1);
        assertEquals(Optional.of("1.0.0"), serving());
        manager.setRoutes(List.of(defaultRoute(", \"upgrade\": \"manual\", \"versions\": \"[1.1,1.1]\"")));
        awaitServing("1.1.0");
        assertCount(2);
    }

    @Test
    void aVersionWithoutStateDoesNotLoseTheState() {
        serve("1.0.0", new Counter());
        ask();
        StrategyInstance stateless = admit("1.1.0", KEEP);
        ask();
        remove(stateless);
        awaitServing("1.0.0");
        assertCount(1);
    }

    /** Each answered query counts exactly once, in whichever version it was answered. */
    @Test
    void noAnswerAndNoStateIsLostInManyVersionChangesUnderLoad() throws Exception {
        StrategyInstance serving = serve("1.0.0", new Counter());
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService validators = Executors.newFixedThreadPool(4);
        List<Future<Long>> answers = askUntil(stop, validators);
        try {
            for (int change = 1; change <= 200; change++) {
                boolean hasGap = change % 4 == 0;
                StrategyInstance old = serving;
                if (hasGap) {
                    remove(old);
                }
                serving = serve("1.0." + change, new Counter());
                if (!hasGap) {
                    remove(old);
                }
            }
        } finally {
            stop.set(true);
        }
        long asked = 0;
        for (Future<Long> answer : answers) {
            asked += answer.get();
        }
        validators.shutdownNow();
        remove(serving);
        assertEquals(asked, stored());
        assertTrue(asked > 100, "only " + asked + " queries were asked");
        assertEquals(List.of(), problems.all());
    }
}
