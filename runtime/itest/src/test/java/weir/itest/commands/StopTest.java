package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that is told to stop while a validator waits for its answer. */
class StopTest {

    private static final String POOL = "0x" + "b2".repeat(20);
    /** What a JVM that is told to stop ends with. */
    private static final int SIGTERM = 143;

    private static final Executor OWN_THREAD = task -> new Thread(task).start();

    @TempDir
    Path home;

    @Test
    void whoWaitsIsAnsweredBeforeTheHostIsGone() throws Exception {
        try (ChildHost host = new ChildHost(home)) {
            Slow.write(home.resolve("plugins/slow.jar"));
            Files.writeString(
                    home.resolve("conf/routes/slow.json"), "{\"pair\": \"" + POOL + "\", \"strategy\": \"slow\"}");
            host.await(() -> ask(host).contains("thought long"), "the slow one answers");
            Files.delete(home.resolve(Slow.THINKING));
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> ask(host), OWN_THREAD);
            host.await(() -> Files.exists(home.resolve(Slow.THINKING)), "the strategy thinks");
            assertEquals(SIGTERM, host.stop(), "it ends by itself");
            assertTrue(answer.get().contains("thought long"), answer::join);
        }
    }

    private static String ask(ChildHost host) {
        try {
            return host.ask(POOL);
        } catch (Exception e) {
            return e.toString();
        }
    }
}
