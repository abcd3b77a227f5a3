package weir.installer.internal;

import java.nio.file.Path;
import weir.fixtures.Await;
import weir.installer.HostHarness;

/** A host in a process of its own that upgrades a strategy and changes its route until it reaches the point at which it is killed. */
public final class CrashingHost {

    private static final int MAX_UPGRADES = 20;

    private CrashingHost() {}

    /** @param args the home directory, which holds {@code a} and {@code b}, two versions of a bundle; the {@link CrashPoint} */
    public static void main(String[] args) {
        try {
            run(Path.of(args[0]), CrashPoint.valueOf(args[1]));
        } catch (Throwable t) {
            t.printStackTrace();
            // The framework's threads would keep the process running, and the test waiting.
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run(Path home, CrashPoint point) throws Exception {
        try (HostHarness host = new HostHarness(home)) {
            Await.until(() -> !host.ask().isFallback(), host::ask);
            Await.until(() -> host.router().problems().isEmpty(), () -> host.router()
                    .problems());
            String answer = host.answer();
            report("serving " + answer);
            point.arm(host, home);
            for (int i = 0; i < MAX_UPGRADES; i++) {
                String content = answer.startsWith("a") ? "b" : "a";
                HostHarness.copyAtomically(home.resolve(content), host.plugins().resolve("sample.jar"));
                host.awaitAnswer(content + answer.substring(1));
                report("setting " + i);
                host.routeEditor()
                        .set(
                                "default",
                                "{\"strategy\": \"sample\", \"pair\": \"*\", \"parameters\": {\"word\": \"" + i
                                        + "\"}}");
                answer = content + " " + i;
                host.awaitAnswer(answer);
                report("set " + i);
            }
        }
    }

    private static void report(String line) {
        System.out.println(line);
        System.out.flush(); // before the process is killed
    }
}
