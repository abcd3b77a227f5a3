package weir.share.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.share.TestPublisher.NOW;
import static weir.share.TestPublisher.jar;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.base.WeirException;
import weir.fixtures.BundleBuilder;
import weir.installer.trust.Blocklist;
import weir.installer.trust.Provenance;
import weir.installer.trust.ProvenanceFiles;
import weir.installer.trust.Severity;
import weir.installer.trust.Trust;
import weir.installer.trust.Yank;
import weir.installer.verify.Permission;
import weir.share.TestPublisher;
import weir.share.fetch.SharedBundle.Wanted;
import weir.share.http.DownloadProgress;
import weir.share.http.HeaderFile;
import weir.share.repository.VerifiedRepository;

/** What `weir install NAME@RANGE --from ALIAS` installs, and what it rejects. */
class SharedBundleTest {

    private static final Map<String, Version> API =
            Map.of("weir.strategy", new Version("1.99.0"), "weir.uniswap.v3", new Version("1.99.0"));

    @TempDir
    Path folder;

    private final TestPublisher alice = new TestPublisher(1);
    private final List<String> warnings = new ArrayList<>();

    private KnownRepository known(TestPublisher publisher, String alias, Path directory, VerifiedRepository state) {
        Trust.Repository repository = new Trust.Repository(
                "lp", List.of(directory.toString()), state.head().sequence(), state.headSha256());
        return new KnownRepository(
                new Trust.Publisher(
                        publisher.key().ss58(), alias, Optional.empty(), Optional.empty(), List.of(repository)),
                repository,
                state);
    }

    private KnownRepository versions(String... versions) {
        Path directory = folder.resolve("repository");
        Path[] jars = new Path[versions.length];
        for (int i = 0; i < versions.length; i++) {
            jars[i] = jar(folder, "my.hold", versions[i], "a");
        }
        return known(alice, "alice", directory, alice.publish(directory, jars));
    }

    private static SharedBundle choose(String text, KnownRepository... known) {
        return choose(text, NOW, known);
    }

    private static SharedBundle choose(String text, Instant now, KnownRepository... known) {
        return SharedBundle.choose(List.of(known), Wanted.parse(text, Optional.empty(), false), API, now);
    }

    @Test
    void newestVersionInTheRangeIsChosenAndRead() throws Exception {
        KnownRepository known = versions("1.0.0", "1.1.0", "2.0.0");
        assertEquals("my.hold 2.0.0", choose("my.hold", known).bundle().toString());
        assertEquals("my.hold 1.0.0", choose("my.hold@1.0.0", known).bundle().toString());
        SharedBundle chosen = choose("my.hold@[1.0,2.0)", known);
        assertEquals("my.hold 1.1.0", chosen.bundle().toString());
        assertArrayEquals(Files.readAllBytes(folder.resolve("my.hold-1.1.0.jar")), read(chosen));
        assertTrue(chosen.describe().contains("of alice (" + alice.key() + ")"), chosen::describe);
        assertTrue(chosen.describe().contains("permissions: pure"), chosen::describe);
        ProvenanceFiles files = new ProvenanceFiles(folder.resolve("data"));
        files.write(chosen.provenance(NOW));
        Files.writeString(folder.resolve("data/provenance/damaged.json"), "{");
        assertEquals(List.of(chosen.provenance(NOW)), files.read());
        assertFails("no trusted repository has my.hold [3.0.0,", () -> choose("my.hold@[3,4)", known));
        assertFails("is no version and no range", () -> choose("my.hold@x", known));
    }

    @Test
    void nameOfTwoPublishersNeedsTheAlias() {
        TestPublisher bob = new TestPublisher(2);
        KnownRepository first = versions("1.0.0");
        Path other = folder.resolve("other");
        KnownRepository second = known(bob, "bob", other, bob.publish(other, jar(folder, "my.hold", "9.0.0", "b")));
        assertFails("my.hold is published by [alice, bob]", () -> choose("my.hold", first, second));
        Wanted fromAlice = Wanted.parse("my.hold", Optional.of("alice"), false);
        assertEquals(
                first,
                SharedBundle.choose(List.of(first, second), fromAlice, API, NOW).known());
    }

    @Test
    void withdrawnExpiredFrozenAndUnfitBundlesAreNotInstalled() {
        KnownRepository known = versions("1.0.0", "1.1.0");
        String newest = choose("my.hold", known).bundle().sha256();
        Path directory = folder.resolve("repository");
        Yank yank = new Yank(newest, Severity.HOLD, "loses money", Optional.empty());
        KnownRepository yanked = known(alice, "alice", directory, alice.publish(directory, NOW, List.of(yank)));
        assertEquals("my.hold 1.0.0", choose("my.hold", yanked).bundle().toString());
        assertFails("withdrawn it: loses money", () -> choose("my.hold@1.1.0", yanked));
        Wanted allowed = Wanted.parse("my.hold@1.1.0", Optional.empty(), false)
                .respecting(new Trust(List.of()).with(new Trust.Allowed(newest, "tested")));
        assertEquals(
                newest,
                SharedBundle.choose(List.of(yanked), allowed, API, NOW).bundle().sha256());

        Instant late = NOW.plus(Duration.ofDays(91));
        assertFails("its repository expired at", () -> choose("my.hold", late, known));
        Wanted stale = Wanted.parse("my.hold", Optional.empty(), true);
        assertDoesNotThrow(() -> SharedBundle.choose(List.of(known), stale, API, late));

        KnownRepository frozen =
                new KnownRepository(known.publisher().frozen("two heads"), known.repository(), known.state());
        assertFails("its publisher is frozen, because two heads", () -> choose("my.hold", frozen));

        Wanted wanted = Wanted.parse("my.hold", Optional.empty(), false);
        Map<String, Version> newApi = Map.of("weir.strategy", new Version("2.0.0"));
        assertFails("another version of the API", () -> SharedBundle.choose(List.of(known), wanted, newApi, NOW));
    }

    @Test
    void bundleOnABlocklistIsNotInstalledUnlessItIsAllowed() {
        KnownRepository known = versions("1.0.0", "1.1.0");
        Blocklist.Match newest = new Blocklist.Versions(alice.key().ss58(), "my.hold", new VersionRange("[1.1,2)"));
        Wanted any = Wanted.parse("my.hold", Optional.empty(), false);
        Trust warned = blocking(newest, Severity.WARN);
        assertEquals("my.hold 1.1.0", choose(any.respecting(warned), known));
        Trust held = blocking(newest, Severity.HOLD);
        assertEquals("my.hold 1.0.0", choose(any.respecting(held), known));
        Wanted exactly = Wanted.parse("my.hold@1.1.0", Optional.empty(), false).respecting(held);
        assertFails("the blocklist watch says hold: loses money", () -> choose(exactly, known));
        String hash = choose("my.hold", known).bundle().sha256();
        assertEquals("my.hold 1.1.0", choose(any.respecting(held.with(new Trust.Allowed(hash, "tested"))), known));
    }

    private static String choose(Wanted wanted, KnownRepository known) {
        return SharedBundle.choose(List.of(known), wanted, API, NOW).bundle().toString();
    }

    private static Trust blocking(Blocklist.Match match, Severity action) {
        Blocklist.Entry entry = new Blocklist.Entry("1", match, action, "loses money", Optional.empty());
        return new Trust(List.of()).with(new Blocklist("https://a/b", "watch", "5K", 1, "ab", NOW, List.of(entry)));
    }

    @Test
    void cacheThatCannotBeWrittenDoesNotStopTheInstallation() throws Exception {
        SharedBundle chosen = choose("my.hold", versions("1.0.0"));
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/downloads"), "a file where the directory should be");
        assertArrayEquals(Files.readAllBytes(folder.resolve("my.hold-1.0.0.jar")), read(chosen));
        assertEquals(1, warnings.size(), warnings::toString);
    }

    /** Two repositories of one publisher. */
    @Test
    void versionWithTwoContentsIsNotInstalled() {
        KnownRepository first = versions("1.0.0");
        Path other = folder.resolve("other");
        KnownRepository second =
                known(alice, "alice", other, alice.publish(other, jar(folder, "my.hold", "1.0.0", "other")));
        assertFails("is published with two contents", () -> choose("my.hold", first, second));
    }

    @Test
    void alteredJarIsReportedAndTheMirrorIsUsed() throws Exception {
        KnownRepository known = versions("1.0.0");
        SharedBundle chosen = choose("my.hold", known);
        try (HostileServer hostile = new HostileServer(folder.resolve("repository"));
                HostileServer mirror = new HostileServer(folder.resolve("repository"))) {
            byte[] altered = Files.readAllBytes(folder.resolve("my.hold-1.0.0.jar"));
            altered[altered.length / 2] ^= 1;
            hostile.on(chosen.bundle().path(), altered);
            SharedBundle fromHostile = at(chosen, hostile.address());
            assertFails(", expected is " + chosen.bundle().sha256(), () -> read(fromHostile));
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("my.hold-1.0.0.jar")),
                    read(at(chosen, hostile.address(), mirror.address())));
            mirror.on(chosen.bundle().signaturePath(), new byte[] {(byte) 0x7b, (byte) 0x7d});
            SharedBundle unsigned = at(chosen, mirror.address());
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("my.hold-1.0.0.jar")), read(unsigned), "from the cache");
            Files.write(folder.resolve("data/downloads").resolve(chosen.bundle().path()), altered);
            assertFails("signer_address", () -> read(unsigned));
        }
    }

    private byte[] read(SharedBundle bundle) {
        return bundle.read(
                TestPublisher.VERIFIER,
                new JarCache(folder.resolve("data")),
                SourceAddress.opener(HeaderFile.NONE, DownloadProgress.NONE),
                warnings::add);
    }

    private static SharedBundle at(SharedBundle bundle, String... addresses) {
        KnownRepository known = bundle.known();
        Trust.Repository repository = new Trust.Repository(
                "lp", List.of(addresses), 1, known.repository().head());
        return new SharedBundle(new KnownRepository(known.publisher(), repository, known.state()), bundle.bundle());
    }

    @Test
    void upgradeThatAddsAPermissionStopsUntilItIsAccepted() {
        Path jar = folder.resolve("threads.jar");
        BundleBuilder.of("weir.threads", "2.0.0", "b")
                .with("Bundle-SymbolicName", "my.hold")
                .with("Bundle-License", "MIT")
                .with("Require-Capability", "weir.permission;effective:=meta;weir.permission:List<String>='threads'")
                .writeTo(jar);
        SharedBundle old = choose("my.hold", versions("1.0.0"));
        Path directory = folder.resolve("repository");
        SharedBundle upgrade = choose("my.hold", known(alice, "alice", directory, alice.publish(directory, jar)));
        List<Provenance> installed = List.of(old.provenance(NOW));
        assertDoesNotThrow(() -> upgrade.requireAccepted(List.of(), Set.of()));
        assertFails("does not have: threads", () -> upgrade.requireAccepted(installed, Set.of(Permission.CLOCK)));
        assertDoesNotThrow(() -> upgrade.requireAccepted(installed, Set.of(Permission.THREADS)));
        assertDoesNotThrow(() -> old.requireAccepted(List.of(upgrade.provenance(NOW)), Set.of()));
    }

    @Test
    void bundleOfAnotherPublisherIsNotTakenOver() {
        SharedBundle old = choose("my.hold", versions("1.0.0"));
        TestPublisher bob = new TestPublisher(2);
        Path other = folder.resolve("other");
        SharedBundle foreign =
                choose("my.hold", known(bob, "bob", other, bob.publish(other, jar(folder, "my.hold", "9.0.0", "b"))));
        assertFails(
                "my.hold 1.0.0 is installed from " + alice.key(),
                () -> foreign.requireAccepted(List.of(old.provenance(NOW)), Set.of()));
    }

    private static void assertFails(String words, Executable action) {
        WeirException failure = assertThrows(WeirException.class, action);
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
    }
}
