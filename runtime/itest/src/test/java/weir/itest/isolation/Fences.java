package weir.itest.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import weir.cli.CommandRunner;
import weir.fixtures.host.WeirCommand;

/** Lets tests of shared strategies run on machines that cannot fence strategies. */
public final class Fences {

    private Fences() {}

    /** Skips the test with a message on such a machine. */
    public static void requirePossible() throws IOException {
        assumeTrue(Jdk.withForeignFunctions().isPresent(), "SKIPPED: no JDK 22 or newer; set WEIR_NEWEST_JAVA_HOME");
    }

    /** On a machine without a JDK that can apply the fence, runs a trusted publisher's strategies without it, as its operator would. */
    public static void chooseSeparateIfImpossible(Path home, String alias) throws IOException {
        if (Jdk.withForeignFunctions().isEmpty()) {
            WeirCommand.Result result = CommandRunner.run(home, "trust", "isolate", alias, "separate");
            assertEquals(0, result.exitCode(), result::toString);
        }
    }
}
