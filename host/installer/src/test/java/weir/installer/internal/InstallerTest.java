package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.installer.PluginStatus.State.INSTALLED;
import static weir.installer.PluginStatus.State.REJECTED;

import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.installer.BundleIdentity;
import weir.installer.HostHarness;
import weir.installer.HostTest;
import weir.installer.PluginStatus;

/** The installer in a real framework, with real bundles. */
class InstallerTest extends HostTest {

    InstallerTest() {
        super(HostHarness.SHORT_TIMEOUTS);
    }

    @Test
    void jarInDirectoryIsServedUntilDeleted() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.awaitAnswer("one none");
        host.awaitState("sample.jar", INSTALLED);
        assertEquals(
                new PluginStatus(
                        "sample.jar",
                        Optional.of(new BundleIdentity("my.sample", new Version("1.0.0"))),
                        INSTALLED,
                        ""),
                host.status("sample.jar").withOrigin(Optional.empty()));
        assertTrue(host.isServedBy("1.0.0"));
        assertEquals(
                "unsigned, local",
                host.status("sample.jar").origin().orElseThrow().source());

        Files.delete(plugin("sample.jar"));
        Await.until(() -> host.installer().status().isEmpty(), () -> host.installer()
                .status());
        assertEquals(List.of(), host.pluginBundles());
        assertTrue(host.ask().isFallback());
    }

    @Test
    void parameterChangeReachesTheStrategyWithoutFallback() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"a\"}");
        host.awaitAnswer("one a");
        long before = fallbacks();
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"b\"}");
        host.awaitAnswer("one b");
        assertEquals(before, fallbacks());
    }

    @Test
    void twoVersionsServeDifferentRoutes() throws Exception {
        host.route("pinned", "\"pair\": \"0x" + "a".repeat(40) + "\", \"versions\": \"[1.0,1.1)\"");
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("one.jar"));
        BundleBuilder.sample("1.1.0", "two").writeTo(plugin("two.jar"));
        Await.until(
                () -> host.router().routes().stream()
                        .map(route -> route.serving().map(Version::toString))
                        .toList()
                        .equals(List.of(Optional.of("1.0.0"), Optional.of("1.1.0"))),
                () -> host.router().routes().toString());
        assertEquals("one none", host.answer());
    }

    @Test
    void routeWithManualUpgradeKeepsItsVersionUntilUninstalled() throws Exception {
        host.route("default", "\"pair\": \"*\", \"upgrade\": \"manual\"");
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("one.jar"));
        host.awaitAnswer("one none");
        BundleBuilder.sample("1.1.0", "two").writeTo(plugin("two.jar"));
        host.awaitState("two.jar", INSTALLED);
        long before = fallbacks();
        host.route("default", "\"pair\": \"*\", \"upgrade\": \"manual\", \"parameters\": {\"word\": \"b\"}");
        host.awaitAnswer("one b");
        Files.delete(plugin("one.jar"));
        host.awaitAnswer("two b");
        assertEquals(before, fallbacks());
    }

    @Test
    void overwrittenJarReplacesPredecessorWithAnyVersion() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.awaitAnswer("one none");
        long before = fallbacks();
        BundleBuilder.sample("1.1.0", "two").writeTo(plugin("sample.jar"));
        host.awaitAnswer("two none");
        BundleBuilder.sample("1.1.0", "same version, other content").writeTo(plugin("sample.jar"));
        host.awaitAnswer("same version, other content none");
        BundleBuilder.sample("0.9.0", "older").writeTo(plugin("sample.jar"));
        host.awaitAnswer("older none");
        host.awaitPluginCount(1);
        assertEquals(before, fallbacks());
    }

    @Test
    void incompleteJarIsRejectedWithoutEffectOnOthers() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("good.jar"));
        BundleBuilder.sample("1.1.0", "two").writeTo(home.resolve("whole"));
        byte[] whole = Files.readAllBytes(home.resolve("whole"));
        Files.write(plugin("half.jar"), Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(plugin("text.jar"), "not a bundle");
        Files.write(plugin("empty.jar"), new byte[0]);
        host.awaitState("half.jar", REJECTED);
        host.awaitState("text.jar", REJECTED);
        host.awaitState("empty.jar", REJECTED);
        assertTrue(host.status("half.jar").message().contains("the JAR is damaged or incomplete"));
        host.awaitAnswer("one none");
        assertEquals(Result.Status.WARN, host.health("installer").getStatus());
        assertEquals(Result.Status.OK, host.health("router").getStatus());

        Files.write(plugin("half.jar"), whole, StandardOpenOption.TRUNCATE_EXISTING);
        host.awaitAnswer("two none");
    }

    @Test
    void renamedFileKeepsItsBundle() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("before.jar"));
        host.awaitAnswer("one none");
        long bundle = host.pluginBundles().get(0).getBundleId();
        Files.move(plugin("before.jar"), plugin("after.jar"));
        host.awaitState("after.jar", INSTALLED);
        Await.until(() -> host.installer().status().size() == 1, () -> host.installer()
                .status());
        assertEquals(bundle, host.pluginBundles().get(0).getBundleId());
        assertEquals("one none", host.answer());
    }

    @Test
    void secondFileWithSameNameAndVersionIsRejectedUntilFirstIsDeleted() throws Exception {
        BundleBuilder.sample("1.0.0", "first").writeTo(plugin("a.jar"));
        host.awaitAnswer("first none");
        BundleBuilder.sample("1.0.0", "second").writeTo(plugin("b.jar"));
        host.awaitState("b.jar", REJECTED);
        assertTrue(host.status("b.jar").message().contains("my.sample 1.0.0 is already installed from another file"));
        assertEquals("first none", host.answer());
        Files.delete(plugin("a.jar"));
        host.awaitAnswer("second none");
    }

    /** The renamed file's bundle serves another route than the one that it would replace: the rename is rejected, both keep serving. */
    @Test
    void rejectedRenameKeepsBothBundlesServing() throws Exception {
        String other = "0x" + "c".repeat(40);
        host.route("default", "\"pair\": \"*\", \"versions\": \"[1.0.0,1.0.0]\"");
        host.route("other", "\"pair\": \"" + other + "\", \"versions\": \"[2.0.0,2.0.0]\"");
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("a.jar"));
        BundleBuilder.sample("2.0.0", "two").writeTo(plugin("b.jar"));
        host.awaitAnswer("one none");
        Await.until(() -> host.answer(other).equals("two none"), () -> host.answer(other));
        Files.move(plugin("a.jar"), plugin("b.jar"), StandardCopyOption.REPLACE_EXISTING);
        host.awaitState("b.jar", REJECTED);
        Await.until(() -> host.installer().status().size() == 1, () -> host.installer()
                .status());
        assertServes("one none", "two none", other);
        assertTrue(
                host.status("b.jar").message().contains("my.sample 1.0.0 is active already and stays active"),
                () -> host.status("b.jar").message());

        host.close();
        host = newHost();
        host.awaitAnswer("one none");
        host.awaitState("b.jar", REJECTED);
        assertServes("one none", "two none", other);

        Files.move(plugin("b.jar"), plugin("c.jar"));
        host.awaitState("c.jar", INSTALLED);
        host.awaitPluginCount(1);
        assertEquals("one none", host.answer());
        Files.delete(plugin("c.jar"));
        host.awaitPluginCount(0);
    }

    @Test
    void bundleHeldByRejectedFileIsRemovedWithThatFile() throws Exception {
        String other = "0x" + "c".repeat(40);
        host.route("default", "\"pair\": \"*\", \"versions\": \"[1.0.0,1.0.0]\"");
        host.route("other", "\"pair\": \"" + other + "\", \"versions\": \"[2.0.0,2.0.0]\"");
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("a.jar"));
        BundleBuilder.sample("2.0.0", "two").writeTo(plugin("b.jar"));
        host.awaitAnswer("one none");
        Await.until(() -> host.answer(other).equals("two none"), () -> host.answer(other));
        Files.move(plugin("a.jar"), plugin("b.jar"), StandardCopyOption.REPLACE_EXISTING);
        host.awaitState("b.jar", REJECTED);
        Files.delete(plugin("b.jar"));
        host.awaitPluginCount(0);
    }

    @Test
    void bundleOfTwoIdenticalFilesStaysWhenFirstIsDeleted() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("a.jar"));
        host.awaitAnswer("one none");
        long bundle = host.pluginBundles().get(0).getBundleId();
        Files.copy(plugin("a.jar"), plugin("b.jar"));
        host.awaitState("b.jar", REJECTED);
        Files.delete(plugin("a.jar"));
        host.awaitState("b.jar", INSTALLED);
        assertEquals(bundle, host.pluginBundles().get(0).getBundleId());
        assertEquals("one none", host.answer());
    }

    private void assertServes(String defaultAnswer, String otherAnswer, String other) {
        assertEquals(defaultAnswer, host.answer());
        assertEquals(otherAnswer, host.answer(other));
        assertEquals(2, host.pluginBundles().size());
    }

    @Test
    void pluginIsDeployedOnceItsImportedLibraryIsInstalled() throws Exception {
        BundleBuilder.sample("1.0.0", "one")
                .with("Import-Package", "my.library;version='[1,2)',*")
                .writeTo(plugin("sample.jar"));
        host.awaitState("sample.jar", REJECTED);
        assertTrue(
                host.status("sample.jar").message().contains("my.library"),
                host.status("sample.jar").message());
        new BundleBuilder()
                .with("Bundle-SymbolicName", "my.library")
                .with("Bundle-Version", "1.0.0")
                .with("-includeresource", "my/library/readme.txt;literal='x'")
                .with("Export-Package", "my.library;version=1.0.0")
                .with("-fixupmessages", "\"*\"")
                .writeTo(plugin("library.jar"));
        host.awaitAnswer("one none");
    }

    /** Under load, every kind of change to the directory happens without one fallback answer. */
    @Test
    void noQueryFallsBackWhileFilesChange() throws Exception {
        BundleBuilder.sample("1.0.0", "0").writeTo(plugin("sample.jar"));
        host.awaitAnswer("0 none");
        long before = fallbacks();
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService validators = Executors.newFixedThreadPool(2);
        List<Future<Integer>> sent = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            sent.add(validators.submit(() -> {
                int count = 0;
                for (; !stop.get(); count++) {
                    assertFalse(host.ask().isFallback());
                }
                return count;
            }));
        }
        try {
            BundleBuilder.sample("1.1.0", "1").writeTo(plugin("sample.jar")); // overwritten by a newer version
            host.awaitAnswer("1 none");
            BundleBuilder.sample("1.2.0", "2").writeTo(plugin("newer.jar")); // beside
            host.awaitAnswer("2 none");
            Files.delete(plugin("newer.jar")); // rolled back
            host.awaitAnswer("1 none");
            Files.move(plugin("sample.jar"), plugin("renamed.jar"));
            host.awaitState("renamed.jar", INSTALLED);
            BundleBuilder.sample("1.0.0", "3").writeTo(plugin("renamed.jar")); // downgraded
            host.awaitAnswer("3 none");
            byte[] content = Files.readAllBytes(plugin("renamed.jar"));
            Files.delete(plugin("renamed.jar"));
            Files.write(plugin("renamed.jar"), content); // deleted and added again
            host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"changed\"}");
            host.awaitAnswer("3 changed");
        } finally {
            stop.set(true);
        }
        int count = 0;
        for (Future<Integer> one : sent) {
            count += one.get();
        }
        validators.shutdownNow();
        assertTrue(count > 100, "only " + count + " queries were sent");
        assertEquals(before, fallbacks());
    }
}
