package weir.router.internal.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.router.Queries;
import weir.router.Routes.Change;

/** Selections survive restarts, whatever else was written since and whatever the disk did. */
class SelectionStoreTest {

    @TempDir
    Path folder;

    @Test
    void aSelectionSurvivesManyRestartsAndOtherChanges() {
        try (SelectionStore store = new SelectionStore(folder)) {
            add(store, "quiet", "1.0.0");
        }
        for (int restart = 0; restart < 40; restart++) {
            try (SelectionStore store = new SelectionStore(folder)) {
                add(store, "busy", "1." + restart);
            }
        }
        try (SelectionStore store = new SelectionStore(folder)) {
            assertEquals(Queries.version("1.0.0"), selected(store, "quiet"));
            assertEquals(1, store.history("quiet").size());
            assertEquals(30, store.history("busy").size(), "bounded");
            assertEquals(Queries.version("1.39"), store.history("busy").get(29).version());
        }
    }

    @Test
    void aSelectionThatCouldNotBeWrittenIsWrittenWithTheNext() throws Exception {
        Path data = folder.resolve("data");
        try (SelectionStore store = new SelectionStore(data)) {
            add(store, "quiet", "1.0.0");
            while (store.problem().isEmpty()) {
                Thread.onSpinWait();
            }
            assertTrue(store.problem().get().contains("free disk space"));
            Files.createDirectory(data);
            add(store, "busy", "1.1.0");
        }
        try (SelectionStore store = new SelectionStore(data)) {
            assertTrue(store.problem().isEmpty());
            assertEquals(Queries.version("1.0.0"), selected(store, "quiet"));
            assertFalse(store.history("busy").isEmpty());
        }
    }

    @Test
    void theChangeLogOfVersion02IsMigratedOnce() throws Exception {
        Path log = folder.resolve("changes.jsonl");
        Files.writeString(
                log,
                """
                {"at":"2026-05-01T12:00:00Z","route":"default","strategy":"hold","version":"1.0.0","why":"it was started"}
                {"at":"2026-05-01T12:00:01Z","route":"default","strategy":"-","version":"-","why":"hold 1.0.0 was stopped"}
                {"at":"2026-05-01T12:00:02Z","route":"default","strategy":"hold","version":"1.1.0","why":"x","standIn":true}
                """);
        for (int start = 0; start < 2; start++) {
            try (SelectionStore store = new SelectionStore(folder)) {
                assertEquals(Queries.version("1.0.0"), selected(store, "default"), "a failover is not selected");
                assertEquals(
                        List.of(Queries.version("1.0.0"), Optional.empty(), Queries.version("1.1.0")),
                        store.history("default").stream().map(Change::version).toList());
            }
            Files.writeString(log, "");
        }
        assertTrue(Files.readString(folder.resolve("routes.json")).contains("\"format\": 1"));
    }

    @Test
    void aFileThatCannotBeReadSelectsNothing() throws Exception {
        for (String text : new String[] {
            "",
            "{",
            "[]",
            "{\"format\": 2, \"routes\": {}}",
            "{\"format\": 1}",
            "{\"format\": 1, \"routes\": {\"default\": {\"strategy\": \"hold\", \"version\": \"x\", \"history\": []}}}"
        }) {
            Files.writeString(folder.resolve("routes.json"), text);
            try (SelectionStore store = new SelectionStore(folder)) {
                assertEquals(Optional.empty(), selected(store, "default"), text);
            }
        }
    }

    private static void add(SelectionStore store, String route, String version) {
        store.add(
                new Change(Instant.now(), route, Optional.of("hold"), Queries.version(version), ""),
                Optional.of(Map.of()),
                Optional.of(new SelectedVersion("hold", new Version(version), 7)));
    }

    private static Optional<Version> selected(SelectionStore store, String route) {
        return store.selected(route).map(SelectedVersion::version);
    }
}
