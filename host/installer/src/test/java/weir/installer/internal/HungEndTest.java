package weir.installer.internal;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A strategy that hangs in its {@code @Deactivate} when its parameters change: DS holds its instance's place until it returns, so the
 * route stands empty and says why; a mended version serves it at once, with the new parameters.
 */
class HungEndTest {

    @TempDir
    Path home;

    @Test
    void aMendedVersionServesWithTheNewParameters() throws Exception {
        System.clearProperty("weir.sample.awake");
        try (TestHost host = new TestHost(home)) {
            host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"a\"}");
            Pack.sample("1.0.0", "clinging").to(host.plugins().resolve("sample.jar"));
            host.awaitWord("clinging a");
            host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"b\"}");
            TestHost.await(() -> note(host).contains("hung for 3 s"), () -> note(host));
            Pack.sample("1.1.0", "mended").to(host.plugins().resolve("mended.jar"));
            host.awaitWord("mended b");
        } finally {
            System.setProperty("weir.sample.awake", "true");
        }
    }

    private static String note(TestHost host) {
        return host.router().routes().stream()
                .map(route -> route.note())
                .findFirst()
                .orElse("no route");
    }
}
