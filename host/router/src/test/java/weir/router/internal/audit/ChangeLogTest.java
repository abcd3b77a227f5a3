package weir.router.internal.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.router.Queries;
import weir.router.Routes.Change;

class ChangeLogTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("changes.jsonl");
    }

    @Test
    void aLineThatWasCutOffIsSkipped() throws Exception {
        List<Change> before = write(change("1.0.0", "it was started"), change("1.1.0", "it is newer"));
        assertEquals(2, before.size());
        Files.writeString(file, Files.readString(file) + "{\"at\": \"2026-01-0");
        try (ChangeLog again = new ChangeLog(file)) {
            assertEquals(before, again.historyOf("default"));
            again.add(entry(change("1.0.0", "")));
        }
        assertEquals(3, read().size());
    }

    @Test
    void aCharacterThatWasCutOffSpoilsItsLineOnly() throws Exception {
        List<Change> before = write(change("1.0.0", "it was started"));
        Files.write(file, new byte[] {'{', (byte) 0xe2, (byte) 0x80}, StandardOpenOption.APPEND);
        assertEquals(before, read());
    }

    @Test
    void theFileIsInTheOrderOfTheChanges() throws Exception {
        ChangeLog shared = new ChangeLog(file);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 80; i++) {
            Change change = change("1.0.0", Integer.toString(i));
            threads.execute(() -> shared.add(entry(change)));
        }
        threads.shutdown();
        assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
        shared.close();
        assertEquals(80, shared.historyOf("default").size());
        assertEquals(shared.historyOf("default"), read());
    }

    @Test
    void theFileIsRotated() throws Exception {
        for (int i = 0; i < 25; i++) {
            write(change("1.0.0", "x".repeat(100_000)));
        }
        assertTrue(Files.size(file) < 2 << 20);
        assertTrue(Files.exists(folder.resolve("changes.jsonl.1")));
    }

    @Test
    void aFileThatCannotBeWrittenIsAProblemUntilItCan() throws Exception {
        Path data = folder.resolve("data");
        try (ChangeLog log = new ChangeLog(data.resolve("changes.jsonl"))) {
            log.add(entry(change("1.0.0", "")));
            while (log.problem().isEmpty()) {
                Thread.onSpinWait();
            }
            Files.createDirectory(data);
            log.add(entry(change("1.1.0", "")));
            while (log.problem().isPresent()) {
                Thread.onSpinWait();
            }
            assertFalse(log.historyOf("default").isEmpty());
        }
    }

    @Test
    void readsTheLinesOfVersion02() throws Exception {
        Files.writeString(
                file,
                """
                {"at":"2026-05-01T12:00:00Z","route":"default","strategy":"hold","version":"1.0.0","why":"it was started","micros":7}
                {"at":"2026-05-01T12:00:01Z","route":"default","strategy":"-","version":"-","why":"hold 1.0.0 was stopped","micros":7}
                {"at":"2026-05-01T12:00:02Z","route":"default","strategy":"hold","version":"1.1.0","why":"it stands in","micros":7,"standIn":true}
                """);
        assertEquals(
                new Change(
                        Instant.parse("2026-05-01T12:00:01Z"),
                        "default",
                        Optional.empty(),
                        Optional.empty(),
                        "hold 1.0.0 was stopped"),
                read().get(1));
        assertEquals(
                List.of(false, false, true),
                ChangeLog.read(file).stream().map(ChangeLog.Entry::isFailover).toList());
    }

    private List<Change> write(Change... changes) {
        try (ChangeLog log = new ChangeLog(file)) {
            for (Change change : changes) {
                log.add(entry(change));
            }
            return log.historyOf("default");
        }
    }

    private List<Change> read() {
        try (ChangeLog log = new ChangeLog(file)) {
            return log.historyOf("default");
        }
    }

    private static ChangeLog.Entry entry(Change change) {
        return new ChangeLog.Entry(change, false, Duration.ZERO);
    }

    private static Change change(String version, String reason) {
        return new Change(Instant.now(), "default", Optional.of("hold"), Queries.version(version), reason);
    }
}
