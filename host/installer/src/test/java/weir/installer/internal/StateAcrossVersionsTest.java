package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.installer.HostTest;
import weir.router.Answer;

/** The state of a strategy in a real framework. Each answer contains the number of answers so far. */
class StateAcrossVersionsTest extends HostTest {

    private long answers;

    @Test
    void stateSurvivesUpgradesParameterChangesRollbacksAndRestarts() throws Exception {
        route(1);
        install("1.0.0");
        install("1.1.0");
        long change = host.router().routes().get(0).answers();
        route(2);
        Await.until("another instance serves", () -> {
            ask();
            return host.routeEditor().changes("default").stream()
                            .anyMatch(one -> one.reason().equals("the route's parameters were changed"))
                    && host.router().routes().get(0).answers() > change;
        });
        BundleBuilder.of("weir.counting", "1.2.0", "").writeTo(plugin("newer.jar"));
        awaitVersion("1.2.0");
        host.routeEditor().rollback("default");
        awaitVersion("1.1.0");
        host.close();
        host = newHost();
        awaitVersion("1.1.0");
        assertEquals(List.of(), host.router().problems());
    }

    private void route(int step) throws Exception {
        Files.writeString(
                host.routes().resolve("default.json"),
                "{\"pair\": \"*\", \"strategy\": \"counting\", \"parameters\": {\"step\": " + step + "}}");
    }

    private void install(String version) {
        BundleBuilder.of("weir.counting", version, "").writeTo(plugin("counting.jar"));
        awaitVersion(version);
    }

    private void awaitVersion(String version) {
        Await.until(version + " serves", () -> {
            Answer answer = ask();
            return answer.version()
                    .map(Object::toString)
                    .filter(version::equals)
                    .isPresent();
        });
    }

    /** Asks, and requires that no answer was lost and no count was lost. */
    private Answer ask() {
        Answer answer = host.ask();
        if (answers > 0 || !answer.isFallback()) {
            assertFalse(answer.isFallback(), answer::toString);
            assertEquals(++answers, Long.parseLong(answer.decision().reason()));
        }
        return answer;
    }
}
