package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.installer.PluginStatus.State.INSTALLED;
import static weir.installer.PluginStatus.State.REFUSED;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the host remembers, and what it makes of folders, files and clocks that are not as it left them. */
class StateTest extends HostFixture {

    @Test
    void whatRanIsThereAgainAfterARestartEvenWhenItsFileWasSpoilt() throws Exception {
        Pack.sample("1.0.0", "one").to(plugin("sample.jar"));
        Pack.sample("0.5.0", "goes").to(plugin("goes.jar"));
        host.awaitWord("one none");
        host.awaitState("goes.jar", INSTALLED);
        TestHost.await(
                () -> Files.exists(home.resolve("data/installed.json"))
                        && new InstalledFile(home.resolve("data/installed.json"))
                                        .read()
                                        .size()
                                == 2,
                () -> "not written");
        host.close();
        Files.writeString(plugin("sample.jar"), "spoilt");
        Files.delete(plugin("goes.jar"));
        host = new TestHost(home);
        host.awaitWord("one none");
        host.awaitState("sample.jar", REFUSED);
        assertTrue(host.status("sample.jar").message().contains("my.sample 1.0.0 stays installed"));
        assertEquals(1, host.pluginBundles().size());
    }

    @Test
    void aFolderThatVanishesIsNoDeletion() throws Exception {
        Pack.sample("1.0.0", "one").to(plugin("sample.jar"));
        host.awaitWord("one none");
        Files.move(host.plugins(), home.resolve("elsewhere"));
        TestHost.await(() -> !host.installer().problems().isEmpty(), () -> "no problem was seen");
        assertTrue(host.installer().problems().get(0).contains("what is installed keeps serving"));
        assertEquals("one none", host.word());
        Files.move(home.resolve("elsewhere"), host.plugins());
        TestHost.await(() -> host.installer().problems().isEmpty(), () -> "still a problem");
        assertFalse(host.ask().fallback());
    }

    /** A clock that jumps, or files of a machine with another one: a change counts, not the time that it claims. */
    @Test
    void filesFromAnyTimeTakeOverOneAfterTheOther() throws Exception {
        Pack.sample("1.0.0", "0").to(plugin("sample.jar"));
        host.awaitWord("0 none");
        long before = fallbacks();
        String[] times = {"2099-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "2038-01-19T03:14:08Z"};
        for (int i = 0; i < times.length; i++) {
            Path next = home.resolve("next.jar");
            Pack.sample("1.0." + (i + 1), Integer.toString(i + 1)).to(next);
            Files.setLastModifiedTime(next, FileTime.from(Instant.parse(times[i])));
            Files.move(next, plugin("sample.jar"), StandardCopyOption.REPLACE_EXISTING);
            host.awaitWord(i + 1 + " none");
        }
        assertEquals(before, fallbacks());
    }

    @Test
    void anotherHomeIsFollowedAtOnceAndTheOlderOneLetGo() throws Exception {
        Pack.sample("1.0.0", "one").to(plugin("sample.jar"));
        host.awaitWord("one none");
        Path other = home.resolve("other");
        Files.createDirectories(other.resolve("plugins"));
        Files.createDirectories(other.resolve("routes"));
        Pack.sample("0.9.0", "elsewhere").to(other.resolve("plugins/other.jar"));
        Files.writeString(
                other.resolve("routes/default.json"),
                "{\"strategy\": \"sample\", \"pair\": \"*\", \"parameters\": {\"word\": \"here\"}}");
        host.moveTo(other);
        host.awaitWord("elsewhere here");
        TestHost.await(
                () -> host.installer().status().size() == 1,
                () -> host.installer().status().toString());
        assertEquals(1, host.pluginBundles().size());
        Pack.sample("2.0.0", "nobody looks").to(plugin("late.jar"));
        Pack.sample("0.9.1", "newer").to(other.resolve("plugins/newer.jar"));
        host.awaitWord("newer here");
        assertEquals("-", host.status("late.jar").version());
    }
}
