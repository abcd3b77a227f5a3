package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import weir.base.Sha256;
import weir.cli.CommandRunner;
import weir.fixtures.host.WeirCommand.Result;
import weir.installer.trust.Isolation;
import weir.installer.trust.Provenance;
import weir.installer.trust.ProvenanceFiles;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;

/** A home with stored swaps and strategies of the publisher alice. */
record ForeignHome(Path home) {

    private static final String ALICE = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

    void importSwaps(Path folder) throws IOException {
        Result imported = CommandRunner.run(
                home, "history", "import", BacktestTest.writeSwaps(folder).toString(), "--pool", BacktestTest.POOL);
        assertEquals(0, imported.exitCode(), imported.err());
        Files.createDirectories(home.resolve("plugins"));
    }

    Path jar(String name) {
        return home.resolve("plugins").resolve(name + ".jar");
    }

    /** Records that a JAR was installed from alice. */
    void recordPublisher(String name) throws Exception {
        String sha256 = Sha256.of(jar(name));
        new ProvenanceFiles(home.resolve("data"))
                .write(new Provenance(sha256, name, "1.0.0", ALICE, "lp", 1, "ab", Set.of(), Instant.EPOCH));
    }

    void isolate(Isolation isolation) {
        Trust.Publisher alice = new Trust.Publisher(ALICE, "alice", Optional.empty(), Optional.empty(), List.of());
        new TrustFile(home.resolve("conf"), home.resolve("data"), Instant::now)
                .update("isolate alice", trust -> trust.with(alice.withIsolation(isolation)));
    }
}
