package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static weir.installer.PluginStatus.State.INSTALLED;
import static weir.installer.PluginStatus.State.REJECTED;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.osgi.framework.VersionRange;
import weir.base.Sha256;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.fixtures.QueryLoad;
import weir.installer.HostTest;
import weir.installer.trust.Blocklist;
import weir.installer.trust.Provenance;
import weir.installer.trust.ProvenanceFiles;
import weir.installer.trust.Severity;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.installer.trust.Yank;
import weir.isolation.ChildProcesses;
import weir.isolation.Level;

/** Blocklists and withdrawals in a real framework, while it answers queries. */
class BlockedPluginTest extends HostTest {

    private static final Instant FUTURE = Instant.parse("2100-01-01T00:00:00Z");
    private static final String OTHER_PAIR = "0x" + "b".repeat(40);

    private TrustFile trust() {
        return new TrustFile(home.resolve("conf"), home.resolve("data"), Instant::now);
    }

    private void block(Severity severity, Blocklist.Match match) {
        block(severity, match, FUTURE);
    }

    private void block(Severity severity, Blocklist.Match match, Instant expires) {
        Blocklist.Entry entry = new Blocklist.Entry("x", match, severity, "loses money", Optional.empty());
        trust().update(
                        "test",
                        trust -> trust.with(
                                new Blocklist("https://w.org", "watch", "5K", 1, "ab", expires, List.of(entry))));
    }

    /** Strategies of other publishers run in the fence. */
    private void requireFence() {
        Optional<String> problem = host.service(ChildProcesses.class).problem(Level.FENCED);
        assumeTrue(problem.isEmpty(), () -> "SKIPPED: " + problem.orElseThrow());
    }

    private Path install(String version) throws Exception {
        Path jar = write(version, plugin("sample-" + version + ".jar"));
        host.awaitState(jar.getFileName().toString(), INSTALLED);
        return jar;
    }

    private static Path write(String version, Path jar) {
        BundleBuilder.sample(version, "v" + version).writeTo(jar);
        return jar;
    }

    private static String hash(Path jar) {
        try {
            return Sha256.of(jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void stoppedJarLeavesItsRouteToTheVersionBeforeWithoutLosingAnAnswer() throws Exception {
        install("1.0.0");
        Path newer = install("1.1.0");
        Await.until(() -> host.isServedBy("1.1.0"), host::ask);
        try (QueryLoad load = new QueryLoad(() -> !host.ask().isFallback())) {
            Await.until(() -> load.sent() > 100, load::sent);
            block(Severity.STOP, new Blocklist.Content(hash(newer)));
            Await.until(() -> host.isServedBy("1.0.0"), host::ask);
            host.awaitPluginCount(1);
            trust().update("allow", trust -> trust.with(new Trust.Allowed(hash(newer), "tested")));
            Await.until(() -> host.isServedBy("1.1.0"), host::ask);
            int sent = load.sent();
            Await.until(() -> load.sent() > sent + 100, load::sent);
            load.close();
            assertEquals(0, load.failed(), () -> load.failed() + " of " + load.sent() + " answers were lost");
        }
        assertTrue(Files.exists(newer), "a blocklist deletes nothing");
    }

    @Test
    void stoppedJarWithoutAnotherVersionLeavesTheCurrentPositionsAlsoAfterARestart() throws Exception {
        Path jar = install("1.0.0");
        block(Severity.STOP, new Blocklist.Content(hash(jar)));
        host.awaitState(jar.getFileName().toString(), REJECTED);
        host.awaitPluginCount(0);
        String message = host.status(jar.getFileName().toString()).message();
        assertTrue(message.contains("the blocklist watch says stop: loses money"), message);
        assertTrue(message.contains("`weir allow " + hash(jar)), message);
        Await.until(() -> host.ask().isFallback(), host::ask);
        host.close();
        host = newHost();
        host.awaitState(jar.getFileName().toString(), REJECTED);
        assertEquals(0, host.pluginBundles().size());
        assertTrue(Files.exists(jar));
        trust().update("remove", trust -> trust.without(trust.list("watch").orElseThrow()));
        Await.until(() -> host.isServedBy("1.0.0"), host::ask);
    }

    @Test
    void heldJarKeepsItsRoutesAndGetsNoOther() throws Exception {
        install("1.0.0");
        Path newer = install("1.1.0");
        Await.until(() -> host.isServedBy("1.1.0"), host::ask);
        block(Severity.HOLD, new Blocklist.Content(hash(newer)));
        String file = newer.getFileName().toString();
        Await.until(() -> host.status(file).message().contains("says hold"), () -> host.status(file));
        host.route("other", "\"pair\": \"" + OTHER_PAIR + "\"");
        Await.until(
                () -> host.isServedBy(OTHER_PAIR, "1.0.0"), () -> host.router().routes());
        assertTrue(host.isServedBy("1.1.0"));
        assertEquals(INSTALLED, host.status(file).state());
        trust().update("allow", trust -> trust.with(new Trust.Allowed(hash(newer), "tested")));
        Await.until(
                () -> host.isServedBy(OTHER_PAIR, "1.1.0"), () -> host.router().routes());
    }

    @Test
    void heldJarIsNotInstalled() throws Exception {
        Path jar = write("1.0.0", home.resolve("sample.jar"));
        Path good = write("1.0.1", home.resolve("good.jar"));
        block(Severity.HOLD, new Blocklist.Content(hash(jar)));
        Files.copy(jar, plugin("sample.jar"));
        host.awaitState("sample.jar", REJECTED);
        Files.copy(good, plugin("good.jar"));
        host.awaitState("good.jar", INSTALLED);
        trust().update("allow", trust -> trust.with(new Trust.Allowed(hash(jar), "tested")));
        host.awaitState("sample.jar", INSTALLED);
    }

    @Test
    void warnedJarServesAndHealthShowsTheReason() throws Exception {
        Path jar = install("1.0.0");
        block(Severity.WARN, new Blocklist.Content(hash(jar)));
        Await.until(() -> host.health("installer").toString().contains("loses money"), () -> host.health("installer"));
        assertTrue(host.isServedBy("1.0.0"));
        trust().update("allow", trust -> trust.with(new Trust.Allowed(hash(jar), "tested")));
        Await.until(() -> !host.health("installer").toString().contains("loses money"), () -> host.health("installer"));
    }

    @Test
    void nameBlocksOnlyTheBundleOfItsPublisher() throws Exception {
        requireFence();
        Path jar = write("1.0.0", home.resolve("sample.jar"));
        String name = "my.sample";
        new ProvenanceFiles(home.resolve("data"))
                .write(new Provenance(hash(jar), name, "1.0.0", "5F", "lp", 1, "ab", Set.of(), Instant.EPOCH));
        Files.copy(jar, plugin("sample.jar"));
        host.awaitState("sample.jar", INSTALLED);
        assertEquals(
                Optional.of("5F"),
                host.status("sample.jar").origin().orElseThrow().publisher());
        block(Severity.STOP, new Blocklist.Versions("5G", name, new VersionRange("0")));
        block(Severity.WARN, new Blocklist.Versions("5F", name, new VersionRange("[2,3)")));
        trust().update("yank", trust -> trust.with(yanking(jar, "5G", true)));
        Path unsigned = install("1.1.0");
        assertEquals(
                "unsigned, local",
                host.status(unsigned.getFileName().toString())
                        .origin()
                        .orElseThrow()
                        .source());
        assertEquals("", host.status("sample.jar").message());
        block(Severity.STOP, new Blocklist.Versions("5F", name, new VersionRange("0")));
        host.awaitState("sample.jar", REJECTED);
        assertEquals(INSTALLED, host.status(unsigned.getFileName().toString()).state());
    }

    @Test
    void withdrawnJarThatWasCopiedByHandIsStopped() throws Exception {
        Path jar = install("1.0.0");
        trust().update("yank", trust -> trust.with(yanking(jar, "5F", true)));
        host.awaitState(jar.getFileName().toString(), REJECTED);
        String message = host.status(jar.getFileName().toString()).message();
        assertTrue(message.contains("its publisher p says stop: ignores the fee; use version 1.1.0 instead"), message);
    }

    @Test
    void publisherThatHasNotPublishedTheCopiedJarCanOnlyWarn() throws Exception {
        Path jar = install("1.0.0");
        String file = jar.getFileName().toString();
        trust().update("yank", trust -> trust.with(yanking(jar, "5F", false)));
        Await.until(
                () -> host.status(file).message().contains("its publisher p says warn: ignores the fee"),
                () -> host.status(file));
        assertEquals(INSTALLED, host.status(file).state());
        assertTrue(host.isServedBy("1.0.0"));
    }

    @Test
    void successorOfAHotkeyWithdrawsWhatThatHotkeyHasSigned() throws Exception {
        requireFence();
        Path jar = write("1.0.0", home.resolve("sample.jar"));
        new ProvenanceFiles(home.resolve("data"))
                .write(new Provenance(hash(jar), "my.sample", "1.0.0", "5F", "lp", 1, "ab", Set.of(), Instant.EPOCH));
        Trust.Publisher before = new Trust.Publisher("5F", "p", Optional.empty(), Optional.empty(), List.of());
        Trust.Publisher successor = before.successor("5N", 2, 2);
        trust().update("replace", trust -> trust.with(successor));
        Files.copy(jar, plugin("sample.jar"));
        host.awaitState("sample.jar", INSTALLED);
        assertEquals(
                Optional.of("p"),
                host.status("sample.jar").origin().orElseThrow().alias());
        Trust.Repository yanking = yanking(jar, "5N", true).repositories().get(0);
        trust().update("yank", trust -> trust.with(successor.with(yanking)));
        host.awaitState("sample.jar", REJECTED);
    }

    private static Trust.Publisher yanking(Path jar, String ss58, boolean isIndexed) {
        Yank yank = new Yank(hash(jar), Severity.STOP, "ignores the fee", Optional.of("1.1.0"), isIndexed);
        return new Trust.Publisher(
                ss58,
                "p",
                Optional.empty(),
                Optional.empty(),
                List.of(new Trust.Repository("lp", List.of("/r"), 1, "ab", Optional.of(FUTURE), List.of(yank))));
    }

    @Test
    void expiredListStaysInForceAndHealthWarns() throws Exception {
        Path jar = install("1.0.0");
        block(Severity.STOP, new Blocklist.Content(hash(jar)), Instant.EPOCH);
        host.awaitState(jar.getFileName().toString(), REJECTED);
        Result health = host.health("installer");
        assertTrue(health.toString().contains("the blocklist watch expired at 1970-01-01T00:00:00Z"), health::toString);
    }

    @Test
    void damagedFileLeavesTheLastBlocksInForce() throws Exception {
        Path jar = install("1.0.0");
        block(Severity.STOP, new Blocklist.Content(hash(jar)));
        host.awaitState(jar.getFileName().toString(), REJECTED);
        Files.writeString(home.resolve("conf/trust.json"), "{");
        Await.until(
                () -> host.installer().problems().toString().contains("trust.json is damaged"),
                () -> host.installer().problems());
        assertFalse(host.isServedBy("1.0.0"));
    }

    @Test
    void fileThatIsDamagedAtTheStartLeavesTheLastBlocksInForce() throws Exception {
        Path jar = install("1.0.0");
        block(Severity.STOP, new Blocklist.Content(hash(jar)));
        host.awaitState(jar.getFileName().toString(), REJECTED);
        host.close();
        Files.writeString(home.resolve("conf/trust.json"), "{");
        host = newHost();
        host.awaitState(jar.getFileName().toString(), REJECTED);
        String problems = host.installer().problems().toString();
        assertTrue(problems.contains("as last read stay in force"), problems);
        host.close();
        Files.delete(home.resolve("data/trust-last.json"));
        host = newHost();
        host.awaitState(jar.getFileName().toString(), INSTALLED);
        String unknown = host.installer().problems().toString();
        assertTrue(unknown.contains("no blocklist and no withdrawal is in force"), unknown);
    }
}
