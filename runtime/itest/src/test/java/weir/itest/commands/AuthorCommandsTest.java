package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static weir.itest.commands.ShareCommands.assertContains;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.JarBuilder;
import weir.fixtures.host.WeirCommand;
import weir.itest.commands.ShareCommands.Key;

/** {@code weir yank} and {@code weir publisher} of authors, and what their users see. */
class AuthorCommandsTest {

    @TempDir
    Path folder;

    private ShareCommands weir;
    private Key hotkey;
    private Key coldkey;
    private String repository;

    @BeforeEach
    void publish() throws IOException {
        weir = new ShareCommands(folder, folder.resolve("home"));
        hotkey = weir.key(7);
        coldkey = weir.key(8);
        repository = folder.resolve("repository").toString();
        publish(hotkey, "1.0.0");
        publish(hotkey, "1.1.0");
        weir.operator(0, "repo", "add", repository, "--alias", "alice", "--publisher", hotkey.address());
    }

    private void publish(Key key, String version) throws IOException {
        Path jar = JarBuilder.copyOf(WeirCommand.INSTALLATION.resolve("plugins"), "weir.hold")
                .header("Bundle-Version", version)
                .writeTo(folder.resolve("next.jar"));
        weir.signed(
                0, key, "publish", jar.toString(), "--repo", repository, "--name", "lp", "--publisher", key.address());
    }

    private String[] yank(String bundle, String severity, String reason) {
        return new String[] {"yank", bundle, "--repo", repository, "--severity", severity, "--reason", reason};
    }

    @Test
    void withdrawnVersionIsShownToUsersAndNotInstalled() {
        JsonObject head = weir.signedJson(hotkey, yank("weir.hold@1.1.0", "hold", "ignores the fee"))
                .getAsJsonObject();
        assertEquals(3, head.get("sequence").getAsLong());
        weir.operator(0, "repo", "add", repository);
        assertContains("withdrawn (hold): ignores the fee", weir.operator(0, "show", "alice/weir.hold"));
        assertContains("1.0.0", weir.operator(0, "search", "hold"));
        assertContains(
                "its publisher has withdrawn it: ignores the fee", weir.operator(1, "install", "weir.hold@1.1.0"));

        String foreign = weir.signed(0, hotkey, yank("5e".repeat(32), "stop", "not mine"));
        assertContains("withdrew " + "5e".repeat(32) + " (stop), sequence 4", foreign);
        assertContains("The repository does not have this JAR", foreign);
        String verified = weir.operator(0, "verify", repository);
        assertContains("withdrawn (hold): ignores the fee", verified);
        assertContains("withdrawn (stop) although not here: " + "5e".repeat(32) + ": not mine", verified);
        assertContains(
                "5e".repeat(32),
                weir.signedJson(hotkey, "publish", "--repo", repository).toString()
                        + weir.operator(0, "repo", "add", repository)
                        + readTrust());
    }

    private String readTrust() {
        try {
            return Files.readString(folder.resolve("home/conf/trust.json"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void wrongWithdrawalLeavesTheRepository() throws Exception {
        byte[] before = Files.readAllBytes(Path.of(repository, "weir.json"));
        assertContains(
                "has no bundle weir.hold@9.0.0", weir.signed(2, hotkey, yank("weir.hold@9.0.0", "stop", "late")));
        assertContains(
                "'kill' is not warn, hold or stop", weir.signed(2, hotkey, yank("weir.hold@1.0.0", "kill", "late")));
        assertContains("yanked.reason", weir.signed(2, hotkey, yank("weir.hold@1.0.0", "stop", "")));
        assertContains("is signed by", weir.signed(1, coldkey, yank("weir.hold@1.0.0", "stop", "late")));
        assertContains("--severity", weir.signed(2, hotkey, "yank", "weir.hold@1.0.0", "--repo", repository));
        assertContains(
                "has no file weir.json",
                weir.signed(
                        1,
                        hotkey,
                        "yank",
                        "a@1.0.0",
                        "--repo",
                        folder.toString(),
                        "--severity",
                        "stop",
                        "--reason",
                        "r"));
        assertEquals(new String(before), Files.readString(Path.of(repository, "weir.json")));
    }

    @Test
    void replacedHotkeyIsFollowedByUsersWhoPinTheColdkey() throws Exception {
        weir.operator(0, "trust", hotkey.address(), "--alias", "alice", "--coldkey", coldkey.address());
        JsonObject first = weir.signedJson(
                        coldkey,
                        "publisher",
                        "--repo",
                        repository,
                        "--coldkey",
                        coldkey.address(),
                        "--add",
                        hotkey.address())
                .getAsJsonObject();
        assertEquals(1, first.get("serial").getAsLong());
        weir.operator(0, "repo", "add", repository);
        Key successor = weir.key(9);
        assertContains(
                "serial 2, 1 hotkeys, 1 revoked",
                weir.signed(
                        0,
                        coldkey,
                        "publisher",
                        "--repo",
                        repository,
                        "--add",
                        successor.address(),
                        "--revoke",
                        hotkey.address(),
                        "--sequence-floor",
                        "3",
                        "--reason",
                        "stolen"));
        assertContains("is frozen: its hotkey was revoked", weir.operator(1, "repo", "add", repository));
        publish(successor, "1.2.0");
        weir.operator(0, "update", "--check");
        assertContains("alice  " + successor.address(), weir.operator(0, "trust", "list"));
        assertContains("1.2.0", weir.operator(0, "show", "alice/weir.hold"));
    }

    @Test
    void wrongArgumentsWriteNoPublisherFile() {
        String[] base = {"publisher", "--repo", repository};
        assertContains("nothing to change", weir.signed(2, coldkey, base));
        assertContains(
                "a new publisher.json needs --coldkey",
                weir.signed(2, coldkey, "publisher", "--repo", repository, "--add", hotkey.address()));
        assertContains(
                "--revoke needs --sequence-floor N and --reason",
                weir.signed(2, coldkey, "publisher", "--repo", repository, "--revoke", hotkey.address()));
        assertContains(
                "--until 'tomorrow' is no time",
                weir.signed(
                        2,
                        coldkey,
                        "publisher",
                        "--repo",
                        repository,
                        "--coldkey",
                        coldkey.address(),
                        "--add",
                        hotkey.address(),
                        "--until",
                        "tomorrow"));
        assertContains("--add: ", weir.signed(2, coldkey, "publisher", "--repo", repository, "--add", "5x"));
        assertContains(
                "is signed by",
                weir.signed(
                        1,
                        hotkey,
                        "publisher",
                        "--repo",
                        repository,
                        "--coldkey",
                        coldkey.address(),
                        "--add",
                        hotkey.address()));
        assertEquals(false, Files.exists(Path.of(repository, "publisher.json")));
    }
}
