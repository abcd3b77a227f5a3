package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.installer.trust.Isolation;
import weir.installer.trust.Provenance;
import weir.installer.trust.ProvenanceFiles;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.isolation.Level;
import weir.isolation.Placement;

/** Where JARs run, by the files that commands write. */
class PlacementTest {

    private static final String FOREIGN = "ab".repeat(32);
    private static final String LOCAL = "cd".repeat(32);
    private static final Placement FENCED = new Placement("5F", "alice", Level.FENCED, List.of());

    @TempDir
    Path home;

    private TrustMonitor monitor;

    @BeforeEach
    void installFromAlice() throws Exception {
        monitor = new TrustMonitor(home.resolve("conf"), home.resolve("data"));
        new ProvenanceFiles(home.resolve("data"))
                .write(new Provenance(FOREIGN, "my.lp", "1.0.0", "5F", "lp", 1, "ef", Set.of(), Instant.EPOCH));
        trust(Isolation.DEFAULT);
    }

    private void trust(Isolation isolation) {
        Trust.Publisher alice = new Trust.Publisher("5F", "alice", Optional.empty(), Optional.empty(), List.of());
        new TrustFile(home.resolve("conf"), home.resolve("data"), () -> Instant.EPOCH)
                .update("isolate alice", trust -> trust.with(alice.withIsolation(isolation)));
        monitor.refresh();
    }

    @Test
    void copiedJarRunsInTheHostWhateverItUses() {
        assertEquals(Placement.HOST, monitor.placement(LOCAL, true));
        assertEquals(Placement.HOST, monitor.placement(LOCAL, false));
    }

    @Test
    void jarOfAPublisherIsFencedUntilTheOperatorChoosesAnotherLevel() {
        assertEquals(FENCED, monitor.placement(FOREIGN, true));
        assertEquals(FENCED, monitor.placement(FOREIGN, false));
        trust(new Isolation(Level.SEPARATE));
        assertEquals(new Placement("5F", "alice", Level.SEPARATE, List.of()), monitor.placement(FOREIGN, false));
        trust(new Isolation(Level.EXTERNAL, List.of("runsc", "do")));
        assertEquals(
                new Placement("5F", "alice", Level.EXTERNAL, List.of("runsc", "do")), monitor.placement(FOREIGN, true));
    }

    @Test
    void onlyPureJarsRunInTheHostIfTheOperatorSaysSo() {
        trust(new Isolation(Level.HOST));
        assertEquals(Placement.HOST, monitor.placement(FOREIGN, true));
        assertEquals(FENCED, monitor.placement(FOREIGN, false));
    }

    @Test
    void publisherThatIsNotTrustedAnyMoreIsFenced() throws Exception {
        trust(new Isolation(Level.HOST));
        Files.delete(home.resolve("conf/trust.json"));
        monitor.refresh();
        assertEquals(new Placement("5F", "5F", Level.FENCED, List.of()), monitor.placement(FOREIGN, true));
    }

    @Test
    void damagedTrustFileLeavesTheLastLevelInForce() throws Exception {
        trust(new Isolation(Level.SEPARATE));
        Files.writeString(home.resolve("conf/trust.json"), "{");
        monitor.refresh();
        assertEquals(Level.SEPARATE, monitor.placement(FOREIGN, true).level());
    }

    @Test
    void damagedProvenanceDoesNotMakeAJarTheOperatorsOwn() throws Exception {
        trust(new Isolation(Level.HOST));
        for (String content : List.of("", "{", "{\"sha256\":\"" + LOCAL + "\"}")) {
            Files.writeString(home.resolve("data/provenance/" + FOREIGN + ".json"), content);
            monitor.forgetPublishers();
            assertEquals(Level.FENCED, monitor.placement(FOREIGN, true).level());
        }
    }

    /** For each of them, {@code Files.exists} says that there is no file. */
    @Test
    void provenanceThatCannotBeLookedAtDoesNotMakeAJarTheOperatorsOwn() throws Exception {
        trust(new Isolation(Level.HOST));
        Path directory = home.resolve("data/provenance");
        Path moved = Files.move(directory, home.resolve("moved"));
        Files.writeString(directory, "a file");
        assertFenced();
        Files.delete(directory);
        Files.createSymbolicLink(directory, directory);
        assertFenced();
        Files.delete(directory);
        Files.move(moved, directory);
        Path file = directory.resolve(FOREIGN + ".json");
        Files.delete(file);
        Files.createSymbolicLink(file, home.resolve("no such file"));
        assertFenced();
        Files.delete(file);
        monitor.forgetPublishers();
        assertEquals(Placement.HOST, monitor.placement(FOREIGN, true));
    }

    @Test
    void provenanceOfAnotherUserDoesNotMakeAJarTheOperatorsOwn() throws Exception {
        Path directory = home.resolve("data/provenance");
        Files.setPosixFilePermissions(directory, Set.of());
        try {
            assumeFalse(Files.isExecutable(directory), "SKIPPED: this user may read each directory");
            assertFenced();
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private void assertFenced() {
        monitor.forgetPublishers();
        assertEquals(Level.FENCED, monitor.placement(FOREIGN, true).level());
    }

    @Test
    void newProvenanceIsAChangeOfTrust() throws Exception {
        monitor.refresh();
        assertFalse(monitor.refresh());
        new ProvenanceFiles(home.resolve("data"))
                .write(new Provenance(LOCAL, "my.lp", "1.0.0", "5F", "lp", 1, "ef", Set.of(), Instant.EPOCH));
        assertTrue(monitor.refresh());
        assertFalse(monitor.refresh());
    }
}
