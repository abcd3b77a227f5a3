package weir.share.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.share.TestPublisher.NOW;
import static weir.share.TestPublisher.jar;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.base.WeirException;
import weir.fixtures.BundleBuilder;
import weir.installer.BundleIdentity;
import weir.installer.trust.Blocklist;
import weir.installer.trust.Provenance;
import weir.installer.trust.ProvenanceFiles;
import weir.installer.trust.Severity;
import weir.installer.trust.Trust;
import weir.installer.trust.Yank;
import weir.share.TestPublisher;
import weir.share.fetch.JarCache;
import weir.share.fetch.KnownRepository;
import weir.share.fetch.SharedBundle;
import weir.share.fetch.SharedBundle.Wanted;
import weir.share.repository.DirectorySource;
import weir.share.repository.VerifiedRepository;

class UpdateCheckTest {

    private static final Map<String, Version> API =
            Map.of("weir.strategy", new Version("1.99.0"), "weir.uniswap.v3", new Version("1.99.0"));

    @TempDir
    Path folder;

    private final TestPublisher alice = new TestPublisher(1);

    private KnownRepository publish(Path... jars) {
        return known(alice, "alice", alice.publish(folder.resolve("repository"), jars), "repository");
    }

    private KnownRepository known(TestPublisher publisher, String alias, VerifiedRepository state, String directory) {
        Trust.Repository repository = new Trust.Repository(
                "lp",
                List.of(folder.resolve(directory).toString()),
                state.head().sequence(),
                state.headSha256());
        return new KnownRepository(
                new Trust.Publisher(
                        publisher.key().ss58(), alias, Optional.empty(), Optional.empty(), List.of(repository)),
                repository,
                state);
    }

    private static Provenance installed(KnownRepository known, String text) {
        return SharedBundle.choose(List.of(known), Wanted.parse(text, Optional.empty(), false), API, NOW)
                .provenance(NOW);
    }

    private static UpdateCheck check(Instant now, List<Provenance> installed, KnownRepository... known) {
        return UpdateCheck.of(installed, List.of(known), new Trust(List.of()), API, now, false);
    }

    @Test
    void newestVersionOfTheSamePublisherIsAnUpdateWithItsDifferences() {
        KnownRepository before = publish(jar(folder, "my.hold", "1.0.0", "a"), jar(folder, "other", "1.0.0", "a"));
        List<Provenance> installed = List.of(installed(before, "my.hold"), installed(before, "other"));
        assertEquals(new UpdateCheck(List.of(), List.of()), check(NOW, installed, before));

        Path update = folder.resolve("update.jar");
        BundleBuilder.of("weir.threads", "1.1.0", "b")
                .with("Bundle-SymbolicName", "my.hold")
                .with("Bundle-License", "MIT")
                .with("Provide-Capability", "weir.changes;effective:=meta;weir.changes='Two ranges'")
                .with("Require-Capability", "weir.permission;effective:=meta;weir.permission:List<String>='threads'")
                .writeTo(update);
        KnownRepository after = publish(jar(folder, "my.hold", "1.0.5", "a"), update);
        TestPublisher bob = new TestPublisher(2);
        KnownRepository foreign =
                known(bob, "bob", bob.publish(folder.resolve("other"), jar(folder, "my.hold", "9.0.0", "b")), "other");
        UpdateCheck found = check(NOW, installed, after, foreign);
        assertEquals(List.of(), found.problems());
        assertEquals(1, found.updates().size());
        AvailableUpdate first = found.updates().get(0);
        assertEquals(Set.of("threads"), first.addedPermissions());
        assertEquals(Set.of(), first.removedPermissions());
        assertTrue(
                first.describe()
                        .matches("my\\.hold 1\\.0\\.0 -> 1\\.1\\.0 of alice; permissions: \\+threads;"
                                + " size: \\d+ -> \\d+ bytes; licence: Apache-2.0 -> MIT; changes: Two ranges"),
                first::describe);
    }

    @Test
    void newestInstalledVersionCounts() {
        KnownRepository known = publish(jar(folder, "my.hold", "1.9.0", "a"), jar(folder, "my.hold", "1.10.0", "a"));
        assertEquals(
                List.of(),
                check(NOW, List.of(installed(known, "my.hold@1.9.0"), installed(known, "my.hold@1.10.0")), known)
                        .updates());
    }

    @Test
    void expiredUpdateIsReported() {
        KnownRepository before = publish(jar(folder, "my.hold", "1.0.0", "a"));
        List<Provenance> installed = List.of(installed(before, "my.hold"));
        KnownRepository after = publish(jar(folder, "my.hold", "1.1.0", "a"));
        UpdateCheck late = check(NOW.plus(Duration.ofDays(91)), installed, after);
        assertEquals(List.of(), late.updates());
        assertTrue(late.problems().get(0).startsWith("my.hold 1.1.0 cannot be installed: its repository expired"));
    }

    @Test
    void withdrawnVersionIsAnUpdateOnlyIfTheOperatorAllowsIt() {
        KnownRepository before = publish(jar(folder, "my.hold", "1.0.0", "a"));
        List<Provenance> installed = List.of(installed(before, "my.hold"));
        KnownRepository published = publish(jar(folder, "my.hold", "1.1.0", "a"));
        String hash = check(NOW, installed, published)
                .updates()
                .get(0)
                .update()
                .bundle()
                .sha256();
        Yank yank = new Yank(hash, Severity.HOLD, "loses money", Optional.empty());
        KnownRepository after =
                known(alice, "alice", alice.publish(folder.resolve("repository"), NOW, List.of(yank)), "repository");
        UpdateCheck withdrawn = check(NOW, installed, after);
        assertEquals(List.of(), withdrawn.updates());
        assertTrue(withdrawn.problems().get(0).contains("withdrawn it: loses money"), withdrawn::toString);
        Trust allowed = new Trust(List.of()).with(new Trust.Allowed(hash, "tested"));
        UpdateCheck offered = UpdateCheck.of(installed, List.of(after), allowed, API, NOW, false);
        assertEquals(hash, offered.updates().get(0).update().bundle().sha256());
    }

    @Test
    void blockedJarsAreListedAlsoThoseThatWereCopied() throws Exception {
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        Path copied = jar(plugins, "my.hold", "1.0.0", "a");
        ProvenanceFiles files = new ProvenanceFiles(folder.resolve("data"));
        String hash = InstalledBundles.list(plugins, files).get(0).sha256();
        Blocklist.Entry entry =
                new Blocklist.Entry("1", new Blocklist.Content(hash), Severity.STOP, "loses money", Optional.empty());
        Trust trust =
                new Trust(List.of()).with(new Blocklist("https://a/b", "watch", "5K", 1, hash, NOW, List.of(entry)));
        List<InstalledBundles.BlockedJar> blocked = InstalledBundles.blocked(plugins, files, trust);
        assertEquals("my.hold 1.0.0", blocked.get(0).bundle());
        assertEquals(
                "the blocklist watch says stop: loses money",
                blocked.get(0).block().describe());
        Files.delete(copied);
        jar(plugins, "my.hold", "1.0.0", "b");
        assertEquals(List.of(), InstalledBundles.blocked(plugins, files, trust));
    }

    @Test
    void installedJarsAreKnownByTheirContent() throws Exception {
        KnownRepository known = publish(jar(folder, "my.hold", "1.0.0", "a"));
        Provenance provenance = installed(known, "my.hold");
        ProvenanceFiles files = new ProvenanceFiles(folder.resolve("data"));
        Path plugins = folder.resolve("plugins");
        files.write(provenance);
        assertEquals(List.of(), InstalledBundles.shared(plugins, files), "the JAR was never installed");
        Files.createDirectories(plugins);
        Path jar = plugins.resolve("renamed.jar");
        Files.copy(folder.resolve("my.hold-1.0.0.jar"), jar);
        assertEquals(List.of(provenance), InstalledBundles.shared(plugins, files));

        Trust trust = new Trust(List.of(known.publisher()));
        InstalledSignature signature = new InstalledSignature(
                trust, new JarCache(folder.resolve("data")), address -> new DirectorySource(Path.of(address)));
        BundleIdentity identity = new BundleIdentity("my.hold", new Version("1.0.0"));
        assertEquals(
                "signed by alice (" + alice.key().ss58() + ")",
                signature.verify(InstalledBundles.list(plugins, files).get(0), identity, files.read()));
        Files.copy(jar(folder, "my.hold", "1.0.0", "other"), jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        WeirException modified = assertThrows(
                WeirException.class,
                () -> signature.verify(InstalledBundles.list(plugins, files).get(0), identity, files.read()));
        assertTrue(modified.problem().contains("renamed.jar was modified"), modified::problem);
        assertEquals(
                "unsigned, local",
                signature.verify(InstalledBundles.list(plugins, files).get(0), identity, List.of()));
        Files.write(folder.resolve("repository").resolve("bundles/" + provenance.sha256() + ".sig"), "{}".getBytes());
        Files.copy(
                folder.resolve("repository").resolve("bundles/" + provenance.sha256() + ".jar"),
                jar,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        WeirException unsigned = assertThrows(
                WeirException.class,
                () -> signature.verify(InstalledBundles.list(plugins, files).get(0), identity, files.read()));
        assertTrue(unsigned.problem().contains("has no valid signature of"), unsigned::problem);
    }
}
