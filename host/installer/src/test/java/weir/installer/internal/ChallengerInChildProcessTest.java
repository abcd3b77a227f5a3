package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.installer.HostHarness;
import weir.isolation.ChildProcesses;
import weir.isolation.Level;
import weir.router.challenge.Challengers;
import weir.router.challenge.Challengers.Role;

/** A challenger that runs in a child process. */
class ChallengerInChildProcessTest extends PublishedPluginTest {

    private static final String PAIR = "0x" + "a".repeat(40);

    @Test
    void challengerRunsInTheChildProcessOfItsPublisher() throws Exception {
        trust(Level.SEPARATE);
        install(BundleBuilder.sample("1.0.0", "one"));
        host.awaitAnswer("one none");
        Challengers challengers = host.service(Challengers.class);
        challengers.start("default", "{\"strategy\": \"sample\", \"parameters\": {\"word\": \"b\"}}");
        Version version = new Version("1.0.0");
        Await.until("the challenger runs", () -> challengers
                .find("default", Role.CHALLENGER, version)
                .filter(shadow -> shadow.decide(HostHarness.query(PAIR))
                        .decision()
                        .reason()
                        .equals("one b"))
                .isPresent());
        assertTrue(challengers
                .find("default", Role.CHALLENGER, version)
                .orElseThrow()
                .isInChildProcess());
        assertEquals(1, host.service(ChildProcesses.class).status().size());
        host.awaitAnswer("one none");
    }
}
