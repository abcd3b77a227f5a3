package weir.installer.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A host in a process of its own that swaps a strategy and its route until it gets to the point where it is killed. */
public final class KilledHost {

    /** What a shell reports of {@code kill -9}. */
    static final int KILLED = 137;

    private static final int SWAPS = 20;

    private KilledHost() {}

    /** @param args the home folder, which holds {@code a} and {@code b}, two versions of the sample bundle; the {@link KillPoint} */
    public static void main(String[] args) {
        try {
            swap(Path.of(args[0]), KillPoint.valueOf(args[1]));
        } catch (Throwable t) {
            t.printStackTrace();
            // The framework's threads would keep a host that did not come up alive, and whoever waits for its word
            // waiting.
            Runtime.getRuntime().halt(1);
        }
    }

    private static void swap(Path home, KillPoint point) throws Exception {
        try (TestHost host = new TestHost(home)) {
            TestHost.await(() -> !host.ask().fallback(), () -> host.ask().toString());
            TestHost.await(
                    () -> host.router().problems().isEmpty(),
                    () -> host.router().problems().toString());
            String word = host.word();
            say("serving " + word);
            point.arm(host, home);
            for (int i = 0; i < SWAPS; i++) {
                String content = word.startsWith("a") ? "b" : "a";
                drop(home.resolve(content), host.plugins().resolve("sample.jar"));
                String parameter = word.substring(1);
                host.awaitWord(content + parameter);
                say("setting " + i);
                host.routesByCommand()
                        .set(
                                "default",
                                "{\"strategy\": \"sample\", \"pair\": \"*\", \"parameters\": {\"word\": \"" + i
                                        + "\"}}");
                word = content + " " + i;
                host.awaitWord(word);
                say("set " + i);
            }
        }
    }

    /** A host that is killed must have said it. */
    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    static void drop(Path from, Path to) throws IOException {
        Path beside = to.resolveSibling("beside");
        Files.copy(from, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
