package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.installer.PluginStatus.State.INSTALLED;
import static weir.installer.PluginStatus.State.REJECTED;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.installer.HostHarness;
import weir.installer.HostTest;
import weir.installer.internal.deploy.DeploymentRecord;

/** State that survives a restart; directories that disappear or change; files with unusual times. */
class RestartTest extends HostTest {

    RestartTest() {
        super(HostHarness.SHORT_TIMEOUTS);
    }

    @Test
    void pluginIsRestoredAfterRestartEvenIfItsFileIsDamaged() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        BundleBuilder.sample("0.5.0", "goes").writeTo(plugin("goes.jar"));
        host.awaitAnswer("one none");
        host.awaitState("goes.jar", INSTALLED);
        Await.until(
                () -> Files.exists(home.resolve("data/installed.json"))
                        && new DeploymentRecord(home.resolve("data/installed.json"))
                                        .read()
                                        .size()
                                == 2,
                () -> "installed.json was not written");
        host.close();
        Files.writeString(plugin("sample.jar"), "damaged");
        Files.delete(plugin("goes.jar"));
        host = newHost();
        host.awaitAnswer("one none");
        host.awaitState("sample.jar", REJECTED);
        assertTrue(host.status("sample.jar").message().contains("my.sample 1.0.0 stays installed"));
        assertEquals(1, host.pluginBundles().size());
    }

    /** The first entry of the record causes an unchecked exception: its hash is no file name. */
    @Test
    void invalidEntryOfTheRecordDoesNotPreventTheRestoreOfOthers() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.awaitAnswer("one none");
        DeploymentRecord record = new DeploymentRecord(home.resolve("data/installed.json"));
        Await.until(() -> record.read().size() == 1, () -> "installed.json was not written");
        host.close();
        Map<String, String> hashes = new TreeMap<>(record.read());
        hashes.put("a.jar", "\0");
        record.write(hashes);
        Files.writeString(plugin("a.jar"), "damaged");
        Files.writeString(plugin("sample.jar"), "damaged");
        host = newHost();
        host.awaitAnswer("one none");
        host.awaitState("a.jar", REJECTED);
    }

    @Test
    void missingDirectoryDoesNotUninstallPlugins() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.awaitAnswer("one none");
        Files.move(host.plugins(), home.resolve("elsewhere"));
        Await.until(() -> !host.installer().problems().isEmpty(), () -> "no problem is reported");
        assertTrue(host.installer().problems().get(0).contains("installed plugins keep serving"));
        assertEquals("one none", host.answer());
        Files.move(home.resolve("elsewhere"), host.plugins());
        Await.until(() -> host.installer().problems().isEmpty(), () -> host.installer()
                .problems());
        assertFalse(host.ask().isFallback());
    }

    /** A changed modification time counts, whether it is in the past or in the future. */
    @Test
    void fileReplacesPredecessorWhateverItsModificationTime() throws Exception {
        BundleBuilder.sample("1.0.0", "0").writeTo(plugin("sample.jar"));
        host.awaitAnswer("0 none");
        long before = fallbacks();
        String[] times = {"2099-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "2038-01-19T03:14:08Z"};
        for (int i = 0; i < times.length; i++) {
            Path next = home.resolve("next.jar");
            BundleBuilder.sample("1.0." + (i + 1), Integer.toString(i + 1)).writeTo(next);
            Files.setLastModifiedTime(next, FileTime.from(Instant.parse(times[i])));
            Files.move(next, plugin("sample.jar"), StandardCopyOption.REPLACE_EXISTING);
            host.awaitAnswer(i + 1 + " none");
        }
        assertEquals(before, fallbacks());
    }

    @Test
    void changedConfigurationSwitchesToTheOtherDirectory() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.awaitAnswer("one none");
        Path other = home.resolve("other");
        Files.createDirectories(other.resolve("plugins"));
        Files.createDirectories(other.resolve("routes"));
        BundleBuilder.sample("0.9.0", "elsewhere").writeTo(other.resolve("plugins/other.jar"));
        Files.writeString(
                other.resolve("routes/default.json"),
                "{\"strategy\": \"sample\", \"pair\": \"*\", \"parameters\": {\"word\": \"here\"}}");
        host.moveTo(other);
        host.awaitAnswer("elsewhere here");
        Await.until(
                () -> host.installer().status().size() == 1,
                () -> host.installer().status().toString());
        assertEquals(1, host.pluginBundles().size());
        BundleBuilder.sample("2.0.0", "not watched").writeTo(plugin("late.jar"));
        BundleBuilder.sample("0.9.1", "newer").writeTo(other.resolve("plugins/newer.jar"));
        host.awaitAnswer("newer here");
        assertEquals(Optional.empty(), host.status("late.jar").bundle());
    }
}
