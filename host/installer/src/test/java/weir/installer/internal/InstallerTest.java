package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.installer.PluginStatus.State.INSTALLED;
import static weir.installer.PluginStatus.State.REFUSED;

import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.installer.PluginStatus;

/** The installer in a real framework, with real bundles. */
class InstallerTest extends HostFixture {

    @Test
    void aJarDroppedInServesAndRemovedItIsGone() throws Exception {
        Pack.sample("1.0.0", "one").to(plugin("sample.jar"));
        host.awaitWord("one none");
        host.awaitState("sample.jar", INSTALLED);
        assertEquals(new PluginStatus("sample.jar", "my.sample", "1.0.0", INSTALLED, ""), host.status("sample.jar"));
        assertTrue(host.isServedBy("1.0.0"));

        Files.delete(plugin("sample.jar"));
        TestHost.await(() -> host.installer().status().isEmpty(), () -> "still there");
        assertEquals(List.of(), host.pluginBundles());
        assertTrue(host.ask().fallback());
    }

    @Test
    void parametersReachTheStrategyAndMayChange() throws Exception {
        Pack.sample("1.0.0", "one").to(plugin("sample.jar"));
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"a\"}");
        host.awaitWord("one a");
        long before = fallbacks();
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"b\"}");
        host.awaitWord("one b");
        assertEquals(before, fallbacks());
    }

    @Test
    void versionsServeSideBySideUnderTheirRoutes() throws Exception {
        host.route("pinned", "\"pair\": \"0x" + "a".repeat(40) + "\", \"versions\": \"[1.0,1.1)\"");
        Pack.sample("1.0.0", "one").to(plugin("one.jar"));
        Pack.sample("1.1.0", "two").to(plugin("two.jar"));
        TestHost.await(
                () -> host.router().routes().stream()
                        .map(route -> route.serving().map(Version::toString).orElse("-"))
                        .toList()
                        .equals(List.of("1.0.0", "1.1.0")),
                () -> host.router().routes().toString());
        assertEquals("one none", host.word());
    }

    @Test
    void aRouteThatUpgradesByHandKeepsItsVersionUntilThatIsUninstalled() throws Exception {
        host.route("default", "\"pair\": \"*\", \"upgrade\": \"manual\"");
        Pack.sample("1.0.0", "one").to(plugin("one.jar"));
        host.awaitWord("one none");
        Pack.sample("1.1.0", "two").to(plugin("two.jar"));
        host.awaitState("two.jar", INSTALLED);
        long before = fallbacks();
        host.route("default", "\"pair\": \"*\", \"upgrade\": \"manual\", \"parameters\": {\"word\": \"b\"}");
        host.awaitWord("one b");
        Files.delete(plugin("one.jar"));
        host.awaitWord("two b");
        assertEquals(before, fallbacks());
    }

    @Test
    void anOverwrittenJarTakesOverWithAndWithoutANewVersion() throws Exception {
        Pack.sample("1.0.0", "one").to(plugin("sample.jar"));
        host.awaitWord("one none");
        long before = fallbacks();
        Pack.sample("1.1.0", "two").to(plugin("sample.jar"));
        host.awaitWord("two none");
        Pack.sample("1.1.0", "same version, other content").to(plugin("sample.jar"));
        host.awaitWord("same version, other content none");
        Pack.sample("0.9.0", "older").to(plugin("sample.jar"));
        host.awaitWord("older none");
        TestHost.await(() -> host.pluginBundles().size() == 1, () -> host.pluginBundles()
                .toString());
        assertEquals(before, fallbacks());
    }

    @Test
    void aHalfCopiedJarIsRefusedAndStopsNothing() throws Exception {
        Pack.sample("1.0.0", "one").to(plugin("good.jar"));
        Pack.sample("1.1.0", "two").to(home.resolve("whole"));
        byte[] whole = Files.readAllBytes(home.resolve("whole"));
        Files.write(plugin("half.jar"), Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(plugin("text.jar"), "not a bundle");
        Files.write(plugin("empty.jar"), new byte[0]);
        host.awaitState("half.jar", REFUSED);
        host.awaitState("text.jar", REFUSED);
        host.awaitState("empty.jar", REFUSED);
        assertTrue(host.status("half.jar").message().contains("broken or only half there"));
        host.awaitWord("one none");
        assertEquals(Result.Status.WARN, host.health("installer").getStatus());
        assertEquals(Result.Status.OK, host.health("router").getStatus());

        Files.write(plugin("half.jar"), whole, StandardOpenOption.TRUNCATE_EXISTING);
        host.awaitWord("two none");
    }

    @Test
    void aRenamedFileKeepsItsBundle() throws Exception {
        Pack.sample("1.0.0", "one").to(plugin("before.jar"));
        host.awaitWord("one none");
        long bundle = host.pluginBundles().get(0).getBundleId();
        Files.move(plugin("before.jar"), plugin("after.jar"));
        host.awaitState("after.jar", INSTALLED);
        TestHost.await(() -> host.installer().status().size() == 1, () -> "both are there");
        assertEquals(bundle, host.pluginBundles().get(0).getBundleId());
        assertEquals("one none", host.word());
    }

    @Test
    void ofTwoFilesWithOneNameAndVersionTheSecondIsRefusedUntilTheFirstGoes() throws Exception {
        Pack.sample("1.0.0", "first").to(plugin("a.jar"));
        host.awaitWord("first none");
        Pack.sample("1.0.0", "second").to(plugin("b.jar"));
        host.awaitState("b.jar", REFUSED);
        assertTrue(host.status("b.jar").message().contains("my.sample 1.0.0 is already installed from another file"));
        assertEquals("first none", host.word());
        Files.delete(plugin("a.jar"));
        host.awaitWord("second none");
    }

    /** The renamed file's bundle serves another route than the one that it would displace: refused, and both serve on. */
    @Test
    void aRefusedRenameStopsNobody() throws Exception {
        String other = "0x" + "c".repeat(40);
        host.route("default", "\"pair\": \"*\", \"versions\": \"[1.0.0,1.0.0]\"");
        host.route("other", "\"pair\": \"" + other + "\", \"versions\": \"[2.0.0,2.0.0]\"");
        Pack.sample("1.0.0", "one").to(plugin("a.jar"));
        Pack.sample("2.0.0", "two").to(plugin("b.jar"));
        host.awaitWord("one none");
        TestHost.await(() -> word(other).equals("two none"), () -> word(other));
        Files.move(plugin("a.jar"), plugin("b.jar"), StandardCopyOption.REPLACE_EXISTING);
        host.awaitState("b.jar", REFUSED);
        TestHost.await(() -> host.installer().status().size() == 1, () -> "a.jar is still there");
        assertServes("one none", "two none", other);
        assertTrue(
                host.status("b.jar").message().contains("my.sample 1.0.0 runs already and goes on"),
                () -> host.status("b.jar").message());

        host.close();
        host = new TestHost(home);
        host.awaitWord("one none");
        host.awaitState("b.jar", REFUSED);
        assertServes("one none", "two none", other);

        Files.move(plugin("b.jar"), plugin("c.jar"));
        host.awaitState("c.jar", INSTALLED);
        TestHost.await(() -> host.pluginBundles().size() == 1, () -> host.pluginBundles()
                .toString());
        assertEquals("one none", host.word());
        Files.delete(plugin("c.jar"));
        TestHost.await(
                () -> host.pluginBundles().isEmpty(), () -> host.pluginBundles().toString());
    }

    @Test
    void aKeptBundleGoesWithTheRefusedFileThatHoldsIt() throws Exception {
        String other = "0x" + "c".repeat(40);
        host.route("default", "\"pair\": \"*\", \"versions\": \"[1.0.0,1.0.0]\"");
        host.route("other", "\"pair\": \"" + other + "\", \"versions\": \"[2.0.0,2.0.0]\"");
        Pack.sample("1.0.0", "one").to(plugin("a.jar"));
        Pack.sample("2.0.0", "two").to(plugin("b.jar"));
        host.awaitWord("one none");
        TestHost.await(() -> word(other).equals("two none"), () -> word(other));
        Files.move(plugin("a.jar"), plugin("b.jar"), StandardCopyOption.REPLACE_EXISTING);
        host.awaitState("b.jar", REFUSED);
        Files.delete(plugin("b.jar"));
        TestHost.await(
                () -> host.pluginBundles().isEmpty(), () -> host.pluginBundles().toString());
    }

    @Test
    void ofTwoFilesWithOneContentTheBundleOutlivesTheFirst() throws Exception {
        Pack.sample("1.0.0", "one").to(plugin("a.jar"));
        host.awaitWord("one none");
        long bundle = host.pluginBundles().get(0).getBundleId();
        Files.copy(plugin("a.jar"), plugin("b.jar"));
        host.awaitState("b.jar", REFUSED);
        Files.delete(plugin("a.jar"));
        host.awaitState("b.jar", INSTALLED);
        assertEquals(bundle, host.pluginBundles().get(0).getBundleId());
        assertEquals("one none", host.word());
    }

    private String word(String pair) {
        return host.ask(pair, Duration.ofSeconds(5)).decision().reason();
    }

    private void assertServes(String byDefault, String ofOther, String other) {
        assertEquals(byDefault, host.word());
        assertEquals(ofOther, word(other));
        assertEquals(2, host.pluginBundles().size());
    }

    @Test
    void aPluginWaitsForTheLibraryThatItImports() throws Exception {
        Pack.sample("1.0.0", "one")
                .with("Import-Package", "my.library;version='[1,2)',*")
                .to(plugin("sample.jar"));
        host.awaitState("sample.jar", REFUSED);
        assertTrue(
                host.status("sample.jar").message().contains("my.library"),
                host.status("sample.jar").message());
        new Pack()
                .with("Bundle-SymbolicName", "my.library")
                .with("Bundle-Version", "1.0.0")
                .with("-includeresource", "my/library/readme.txt;literal='x'")
                .with("Export-Package", "my.library;version=1.0.0")
                .with("-fixupmessages", "\"*\"")
                .to(plugin("library.jar"));
        host.awaitWord("one none");
    }

    /** The whole way under load: every kind of change to the folder, and not one answer that the strategy did not give. */
    @Test
    void noAnswerIsLostWhileFilesComeAndGo() throws Exception {
        Pack.sample("1.0.0", "0").to(plugin("sample.jar"));
        host.awaitWord("0 none");
        long before = fallbacks();
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService validators = Executors.newFixedThreadPool(2);
        List<Future<Integer>> asked = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            asked.add(validators.submit(() -> {
                int count = 0;
                for (; !stop.get(); count++) {
                    assertFalse(host.ask().fallback());
                }
                return count;
            }));
        }
        try {
            Pack.sample("1.1.0", "1").to(plugin("sample.jar")); // overwritten by a newer version
            host.awaitWord("1 none");
            Pack.sample("1.2.0", "2").to(plugin("newer.jar")); // beside
            host.awaitWord("2 none");
            Files.delete(plugin("newer.jar")); // rolled back
            host.awaitWord("1 none");
            Files.move(plugin("sample.jar"), plugin("renamed.jar"));
            host.awaitState("renamed.jar", INSTALLED);
            Pack.sample("1.0.0", "3").to(plugin("renamed.jar")); // downgraded
            host.awaitWord("3 none");
            byte[] content = Files.readAllBytes(plugin("renamed.jar"));
            Files.delete(plugin("renamed.jar"));
            Files.write(plugin("renamed.jar"), content); // deleted and added again
            host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"changed\"}");
            host.awaitWord("3 changed");
        } finally {
            stop.set(true);
        }
        int count = 0;
        for (Future<Integer> one : asked) {
            count += one.get();
        }
        validators.shutdownNow();
        assertTrue(count > 100, "only " + count + " queries were asked");
        assertEquals(before, fallbacks());
    }
}
