package weir.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.router.Queries;
import weir.router.Routes.Change;

/** What a route has chosen is known after a restart, however much has been written since and whatever the disk did. */
class ChangeLogTest {

    private static final Optional<Choice> ONE =
            Optional.of(new Choice("hold", Version.parseVersion("1.0.0"), Choice.UNKNOWN));

    @TempDir
    Path folder;

    @Test
    void aChoiceOutlivesTheFilesItWasWrittenTo() {
        Path file = folder.resolve("changes.jsonl");
        try (ChangeLog log = new ChangeLog(file)) {
            log.add(change("quiet", "1.0.0", ""), Duration.ZERO);
        }
        for (int turn = 0; turn < 4; turn++) {
            try (ChangeLog log = new ChangeLog(file)) {
                log.add(change("busy", "1." + turn, "x".repeat(1 << 20)), Duration.ZERO);
            }
        }
        try (ChangeLog log = new ChangeLog(file)) {
            assertEquals(ONE, log.lastChosen("quiet"));
            assertEquals(1, log.of("quiet").size(), "written twice, and one change still");
        }
    }

    @Test
    void aChoiceThatCouldNotBeWrittenIsWrittenWithTheNext() throws Exception {
        Path data = folder.resolve("data");
        Path file = data.resolve("changes.jsonl");
        try (ChangeLog log = new ChangeLog(file)) {
            log.add(change("quiet", "1.0.0", ""), Duration.ZERO);
            while (log.problem().isEmpty()) {
                Thread.onSpinWait();
            }
            Files.createDirectory(data);
            log.add(change("busy", "1.1.0", ""), Duration.ZERO);
        }
        try (ChangeLog log = new ChangeLog(file)) {
            assertTrue(log.problem().isEmpty());
            assertEquals(ONE, log.lastChosen("quiet"));
            assertFalse(log.of("busy").isEmpty());
        }
    }

    private static ChangeLog.Line change(String route, String version, String why) {
        return new ChangeLog.Line(
                new Change(Instant.now(), route, Optional.of("hold"), Queries.version(version), why), false);
    }
}
