package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.Await;
import weir.fixtures.LongForm;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand;

/** Commands whose output cannot be written, and commands that Ctrl-C ends. */
@Timeout(300)
class OutputFailureTest {

    private static final String POOL = "0x" + "e5".repeat(20);

    /** Exit code of a process that wrote to a pipe without a reader. */
    private static final int NO_READER = 141;

    private static final int INTERRUPTED = 130;

    @TempDir
    Path folder;

    @Test
    void commandsWhoseOutputIsLostFail() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "this system has no device that is always full");
        Path error = folder.resolve("error");
        for (String arguments :
                LongForm.cases(2, "score --json", "--version", "history info", "help", "run --show-config")) {
            Process command = start(arguments + " > /dev/full", error);
            assertTrue(command.waitFor(60, TimeUnit.SECONDS), arguments);
            assertEquals(1, command.exitValue(), arguments);
            List<String> lines = Files.readAllLines(error);
            assertTrue(lines.get(0).startsWith("weir: cannot write to standard output"), arguments + ": " + lines);
            assertEquals(2, lines.size(), arguments + ": " + lines);
        }
    }

    @Test
    void tailEndsWhenItsReaderHasEnded() throws Exception {
        try (ChildHost host = ChildHost.start(folder.resolve("home"))) {
            Process tail = start("tail --home " + folder.resolve("home"), folder.resolve("error"));
            try {
                try (BufferedReader reader = tail.inputReader()) {
                    host.await("tail shows a query", () -> !host.ask(POOL).isEmpty() && reader.ready());
                    assertTrue(reader.readLine().contains(POOL));
                }
                Await.until("tail ends", () -> ask(host) && !tail.isAlive());
                assertEquals(NO_READER, tail.exitValue(), read(folder.resolve("error")));
            } finally {
                tail.destroyForcibly();
            }
        }
    }

    @Test
    void interruptedDemoLeavesNothingBehindAndReportsNoDefect() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path error = folder.resolve("error");
        ProcessBuilder builder = builder("demo --report " + folder.resolve("demo.html"), error);
        builder.environment().put("JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
        Process demo = builder.start();
        try (BufferedReader reader = demo.inputReader()) {
            String line;
            do {
                line = reader.readLine();
            } while (line != null && !line.startsWith("host "));
            new ProcessBuilder("kill", "-INT", Long.toString(demo.pid()))
                    .start()
                    .waitFor();
            assertTrue(demo.waitFor(60, TimeUnit.SECONDS));
            assertEquals(INTERRUPTED, demo.exitValue(), read(error));
            assertFalse(read(error).contains("defect"), read(error));
        } finally {
            demo.destroyForcibly();
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(
                    List.of(),
                    left.filter(path -> path.getFileName().toString().startsWith("weir"))
                            .toList());
        }
    }

    private Process start(String arguments, Path error) throws IOException {
        return builder(arguments, error).start();
    }

    private ProcessBuilder builder(String arguments, Path error) {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "exec " + WeirCommand.SCRIPT + " " + arguments)
                .directory(folder.toFile())
                .redirectError(error.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("WEIR_HOME", folder.resolve("home").toString());
        return builder;
    }

    private static boolean ask(ChildHost host) {
        try {
            return !host.ask(POOL).isEmpty();
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
