package weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.opentest4j.AssertionFailedError;
import weir.strategy.Decision;
import weir.strategy.RebalanceStrategy;

/**
 * A scenario and what a strategy answered to it; its checks fail with both in the message.
 *
 * @param scenario the question
 * @param decision the answer, never {@code null}
 */
record Asked(Scenario scenario, Decision decision) {

    /** Asks; an exception or {@code null} is a failure of the test. */
    static Asked of(RebalanceStrategy strategy, Scenario scenario) {
        Decision decision;
        try {
            decision = strategy.decide(scenario.query(), scenario.history().at(scenario.query()));
        } catch (RuntimeException e) {
            throw new AssertionFailedError("the strategy failed with " + e + " when asked " + scenario.query(), e);
        }
        if (decision == null) {
            fail("the strategy answered null, not a Decision, when asked " + scenario.query());
        }
        return new Asked(scenario, decision);
    }

    static List<Decision> all(RebalanceStrategy strategy, List<Scenario> scenarios) {
        return scenarios.stream()
                .map(scenario -> of(strategy, scenario).decision())
                .toList();
    }

    /** Fails where the answers given among threads are not those that one thread alone got. */
    static void compare(List<Scenario> scenarios, List<Decision> alone, Future<List<Decision>> together)
            throws InterruptedException {
        try {
            List<Decision> answers = together.get();
            IntStream.range(0, alone.size())
                    .forEach(i -> assertEquals(
                            alone.get(i),
                            answers.get(i),
                            () -> "another answer when several threads ask at once: "
                                    + scenarios.get(i).query()));
        } catch (CancellationException e) {
            fail("the strategy was still busy after two minutes of questions from several threads: a deadlock?");
        } catch (ExecutionException e) {
            throw new AssertionFailedError(
                    "asked from several threads at once: " + e.getCause().getMessage(), e.getCause());
        }
    }

    Asked hasLegalRanges() {
        return holds(Laws.illegalRanges(scenario.query(), decision));
    }

    Asked isAffordable() {
        return holds(Laws.overspending(scenario.query(), decision));
    }

    private Asked holds(List<String> wrong) {
        if (!wrong.isEmpty()) {
            fail("the strategy answered " + decision + "\nwhich is wrong: " + String.join("; ", wrong) + "\nwhen asked "
                    + scenario.query());
        }
        return this;
    }
}
