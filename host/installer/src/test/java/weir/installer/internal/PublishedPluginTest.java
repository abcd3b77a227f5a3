package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import weir.base.Sha256;
import weir.fixtures.BundleBuilder;
import weir.installer.HostHarness;
import weir.installer.HostTest;
import weir.installer.trust.Isolation;
import weir.installer.trust.Provenance;
import weir.installer.trust.ProvenanceFiles;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.isolation.ChildProcesses;
import weir.isolation.ChildStatus;
import weir.isolation.Level;

/** Plugins of a trusted publisher, which run at the level that the operator has chosen. */
abstract class PublishedPluginTest extends HostTest {

    static final String PUBLISHER = "5F";

    ChildStatus onlyChild() {
        List<ChildStatus> all = host.service(ChildProcesses.class).status();
        assertEquals(1, all.size(), all::toString);
        return all.get(0);
    }

    void trust(Level level) {
        Isolation isolation =
                level == Level.EXTERNAL ? new Isolation(level, List.of("/no/such/wrapper")) : new Isolation(level);
        trust("alice", isolation);
    }

    void trust(String alias, Isolation isolation) {
        new TrustFile(home.resolve("conf"), home.resolve("data"), Instant::now)
                .update(
                        "test",
                        trust -> trust.with(
                                new Trust.Publisher(PUBLISHER, alias, Optional.empty(), Optional.empty(), List.of())
                                        .withIsolation(isolation)));
    }

    /** Installs as {@code weir install} does: with the origin of the JAR. */
    void install(BundleBuilder bundle) throws Exception {
        Path jar = home.resolve("built.jar");
        bundle.writeTo(jar);
        writeProvenance(jar);
        HostHarness.copyAtomically(jar, plugin("sample.jar"));
    }

    void writeProvenance(Path jar) throws Exception {
        new ProvenanceFiles(home.resolve("data"))
                .write(new Provenance(
                        Sha256.of(jar), "my.sample", "1.0.0", PUBLISHER, "lp", 1, "ab", Set.of(), Instant.EPOCH));
    }
}
