package weir.installer.internal;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A {@link TestHost} with a default route to the sample strategy. */
abstract class HostFixture {

    /** While it is set, strategies that were packed to hang let go. */
    static final String AWAKE = "weir.sample.awake";

    @TempDir
    Path home;

    TestHost host;

    @BeforeEach
    void start() throws Exception {
        System.clearProperty(AWAKE);
        host = new TestHost(home);
        host.route("default", "\"pair\": \"*\"");
    }

    @AfterEach
    void stop() throws Exception {
        System.setProperty(AWAKE, "true");
        host.close();
    }

    Path plugin(String file) {
        return host.plugins().resolve(file);
    }

    /** Answers of the default route that were not its strategy's. */
    long fallbacks() {
        return host.router().routes().get(0).fallbacks();
    }

    /** What is said of the default route. */
    String note() {
        return host.router().routes().get(0).note();
    }
}
