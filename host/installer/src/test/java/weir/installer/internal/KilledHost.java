package weir.installer.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A host in a process of its own that is killed while it swaps strategies and routes without end. */
public final class KilledHost {

    private static final String DEFAULT = "\"pair\": \"*\"";

    private KilledHost() {}

    /** @param args the home folder; it holds {@code a} and {@code b}, two versions of the sample bundle */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        try (TestHost host = new TestHost(home)) {
            TestHost.await(() -> !host.ask().fallback(), () -> host.ask().toString());
            TestHost.await(
                    () -> host.router().problems().isEmpty(),
                    () -> host.router().problems().toString());
            System.out.println("serving " + host.word());
            for (int i = 0; ; i++) {
                drop(home.resolve(i % 2 == 0 ? "a" : "b"), host.plugins().resolve("sample.jar"));
                host.routesByCommand()
                        .set(
                                "default",
                                "{\"strategy\": \"sample\", " + DEFAULT + ", \"parameters\": {\"word\": \"" + i % 2
                                        + "\"}}");
                host.awaitWord((i % 2 == 0 ? "a " : "b ") + i % 2);
                System.out.println("swapped");
            }
        }
    }

    private static void drop(Path from, Path to) throws IOException {
        Path beside = to.resolveSibling("beside");
        Files.copy(from, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
