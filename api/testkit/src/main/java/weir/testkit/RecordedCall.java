package weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.opentest4j.AssertionFailedError;
import weir.strategy.Decision;
import weir.strategy.Position;
import weir.strategy.RebalanceStrategy;
import weir.strategy.guard.Guard;

/**
 * A call of a strategy: the scenario and the decision. A failed check shows both.
 *
 * @param scenario the scenario
 * @param decision the decision, never {@code null}
 */
record RecordedCall(Scenario scenario, Decision decision) {

    /** Calls the strategy. Fails the test if it throws an exception or returns {@code null}. */
    static RecordedCall call(RebalanceStrategy strategy, Scenario scenario) {
        Decision decision;
        try {
            decision = strategy.decide(scenario.query(), scenario.history().at(scenario.query()));
        } catch (RuntimeException e) {
            throw new AssertionFailedError("the strategy threw " + e + " for the query " + scenario.query(), e);
        }
        if (decision == null) {
            fail("the strategy returned null instead of a Decision for the query " + scenario.query());
        }
        return new RecordedCall(scenario, decision);
    }

    /** The decision without its reason, which may contain any text. */
    static Decision withoutReason(Decision decision) {
        return decision instanceof Decision.Rebalance rebalance
                ? Decision.rebalance(rebalance.positions(), "")
                : decision instanceof Decision.Refuse ? Decision.refuse("") : Decision.keep("");
    }

    /** Fails the test if two decisions differ in more than their reasons. */
    static void requireSame(Decision expected, Decision actual, Supplier<String> message) {
        assertEquals(withoutReason(expected), withoutReason(actual), message);
    }

    static List<Decision> callAll(RebalanceStrategy strategy, List<Scenario> scenarios) {
        return scenarios.stream()
                .map(scenario -> call(strategy, scenario).decision())
                .toList();
    }

    /** Fails the test if the decisions for concurrent threads differ from those for a single thread. */
    static void requireSameDecisions(List<Scenario> scenarios, List<Decision> alone, Future<List<Decision>> together)
            throws InterruptedException {
        try {
            List<Decision> answers = together.get();
            IntStream.range(0, alone.size())
                    .forEach(i -> requireSame(
                            alone.get(i),
                            answers.get(i),
                            () -> "a different decision when several threads call at once: "
                                    + scenarios.get(i).query()));
        } catch (CancellationException e) {
            fail("the strategy did not finish within two minutes of calls from several threads; check for a deadlock");
        } catch (ExecutionException e) {
            throw new AssertionFailedError(
                    "called from several threads at once: " + e.getCause().getMessage(), e.getCause());
        }
    }

    RecordedCall requireValidRanges() {
        return requireNoViolation(Guard.rangeViolation(scenario.query(), positions()));
    }

    RecordedCall requireAffordable() {
        return requireNoViolation(Guard.inventoryViolation(scenario.query(), positions()));
    }

    private List<Position> positions() {
        return decision instanceof Decision.Rebalance rebalance ? rebalance.positions() : List.of();
    }

    private RecordedCall requireNoViolation(Optional<String> violation) {
        violation.ifPresent(fault ->
                fail("the strategy returned " + decision + ", but " + fault + "\nfor the query " + scenario.query()));
        return this;
    }
}
