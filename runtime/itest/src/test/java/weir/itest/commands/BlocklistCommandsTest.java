package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static weir.itest.commands.ShareCommands.assertContains;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.Sha256;
import weir.fixtures.JarBuilder;
import weir.fixtures.host.WeirCommand;
import weir.itest.commands.ShareCommands.Key;

/** {@code weir blocklist} of keepers and operators, and {@code weir allow}. */
class BlocklistCommandsTest {

    private static final String HASH = "5e".repeat(32);

    @TempDir
    Path folder;

    private ShareCommands weir;
    private Path home;
    private Key keeper;
    private String list;

    @BeforeEach
    void create() throws IOException {
        home = folder.resolve("home");
        weir = new ShareCommands(folder, home);
        keeper = weir.key(7);
        list = folder.resolve("list").toString();
        assertContains(
                "watch of " + keeper.address() + ": sequence 1, 0 entries",
                weir.signed(0, keeper, "blocklist", "create", list, "--name", "watch", "--keeper", keeper.address()));
    }

    private String[] entry(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "blocklist";
        all[1] = "entry";
        all[2] = list;
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return all;
    }

    @Test
    void entriesOfAKeeperReachTheOperator() {
        JsonObject written = weir.signedJson(
                        keeper, entry("--id", "a", "--sha256", HASH, "--action", "stop", "--reason", "loses money"))
                .getAsJsonObject();
        assertEquals(2, written.get("sequence").getAsLong());
        weir.signed(
                0,
                keeper,
                entry(
                        "--id",
                        "b",
                        "--publisher",
                        keeper.address(),
                        "--bundle",
                        "my.lp",
                        "--versions",
                        "[1.0,1.2)",
                        "--action",
                        "warn",
                        "--reason",
                        "slow",
                        "--url",
                        "https://example.org/b"));
        JsonObject added = weir.json("blocklist", "add", list, "--keeper", keeper.address())
                .getAsJsonObject();
        assertEquals("watch", added.get("list").getAsString());
        assertEquals(3, added.get("sequence").getAsLong());
        String shown = weir.operator(0, "blocklist", "list");
        assertContains(HASH, shown);
        assertContains("my.lp [1.0.0,1.2.0) of " + keeper.address(), shown);
        JsonArray entries = weir.json("blocklist", "list")
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("entries");
        assertEquals(
                "{\"sha256\":\"" + HASH + "\"}",
                entries.get(0).getAsJsonObject().get("match").toString());
        assertEquals(
                "https://example.org/b",
                entries.get(1).getAsJsonObject().get("url").getAsString());

        assertContains("sequence 4, 1 entries", weir.signed(0, keeper, entry("--id", "a", "--remove")));
        weir.operator(0, "update", "--check");
        assertFalse(weir.operator(0, "blocklist", "list").contains(HASH));
        assertContains("removed watch", weir.operator(0, "blocklist", "remove", "watch"));
        assertContains("there is no blocklist watch", weir.operator(2, "blocklist", "remove", "watch"));
    }

    @Test
    void wrongArgumentsOfAKeeperChangeNothing() throws Exception {
        byte[] before = Files.readAllBytes(Path.of(list, "blocklist.json"));
        String[][] wrong = {
            {"--action and --reason are needed", "--sha256", HASH, "--reason", "slow"},
            {"'kill' is not warn, hold or stop", "--sha256", HASH, "--action", "kill", "--reason", "slow"},
            {"an entry needs --sha256, or", "--bundle", "my.lp", "--action", "stop", "--reason", "slow"},
            {
                "--versions '2..3' is no range",
                "--publisher",
                "KEEPER",
                "--bundle",
                "my.lp",
                "--versions",
                "2..3",
                "--action",
                "stop",
                "--reason",
                "slow"
            },
            {"match.sha256 is not a string of the form", "--sha256", "5e", "--action", "stop", "--reason", "slow"},
            {"the list has no entry x", "--remove"},
            {"--expires 0 is not between 1 and 3650", "--remove", "--expires", "0"},
        };
        for (String[] each : wrong) {
            String[] arguments = new String[each.length + 1];
            arguments[0] = "--id";
            arguments[1] = "x";
            for (int i = 1; i < each.length; i++) {
                arguments[i + 1] = each[i].equals("KEEPER") ? keeper.address() : each[i];
            }
            assertContains(each[0], weir.signed(2, keeper, entry(arguments)));
        }
        assertContains(
                "--name 'Watch!' is no name of a list",
                weir.signed(
                        2, keeper, "blocklist", "create", folder.resolve("x").toString(), "--name", "Watch!"));
        assertContains(
                "a new blocklist needs --name",
                weir.signed(
                        2, keeper, "blocklist", "create", folder.resolve("x").toString()));
        assertContains(
                "is no blocklist",
                weir.signed(2, keeper, "blocklist", "entry", folder.resolve("x").toString(), "--id", "x", "--remove"));
        assertContains(
                "is signed by",
                weir.signed(1, weir.key(8), entry("--id", "x", "--sha256", HASH, "--action", "stop", "--reason", "r")));
        assertEquals(new String(before), Files.readString(Path.of(list, "blocklist.json")));
    }

    @Test
    void listOfAnotherKeeperOrOfNoneIsNotAdded() throws Exception {
        Key mallory = weir.key(8);
        assertContains(
                "is signed by " + keeper.address() + ", trusted is " + mallory.address(),
                weir.operator(1, "blocklist", "add", list, "--keeper", mallory.address()));
        assertContains(
                "has no file blocklist.json",
                weir.operator(1, "blocklist", "add", folder.toString(), "--keeper", keeper.address()));
        assertContains("--keeper", weir.operator(2, "blocklist", "add", list));
        assertContains("--keeper: ", weir.operator(2, "blocklist", "add", list, "--keeper", "5x"));
        assertEquals("[]", weir.json("blocklist", "list").toString());
    }

    @Test
    void allowedJarIsNotReportedAsBlocked() throws Exception {
        Path jar = Files.createDirectories(home.resolve("plugins")).resolve("copied.jar");
        JarBuilder.copyOf(WeirCommand.INSTALLATION.resolve("plugins"), "weir.hold")
                .header("Bundle-Version", "7.0.0")
                .writeTo(jar);
        String hash = Sha256.of(jar);
        weir.signed(0, keeper, entry("--id", "a", "--sha256", hash, "--action", "stop", "--reason", "loses money"));
        weir.operator(0, "blocklist", "add", list, "--keeper", keeper.address());
        assertContains(
                "BLOCKED weir.hold 7.0.0: the blocklist watch says stop: loses money",
                weir.operator(4, "update", "--check"));
        JsonObject blocked = weir.json("update", "--check")
                .getAsJsonObject()
                .getAsJsonArray("blocked")
                .get(0)
                .getAsJsonObject();
        assertEquals(hash, blocked.get("sha256").getAsString());
        assertEquals("stop", blocked.get("severity").getAsString());

        assertContains("--reason TEXT is missing", weir.operator(2, "allow", hash));
        assertContains("is no hash of a JAR", weir.operator(2, "allow", "5e5e", "--reason", "tested"));
        assertContains("is allowed", weir.operator(0, "allow", hash, "--reason", "tested"));
        assertContains("tested", weir.operator(0, "allow"));
        assertEquals(
                "[{\"sha256\":\"" + hash + "\",\"reason\":\"tested\"}]",
                weir.json("allow").toString());
        assertContains("no updates", weir.operator(0, "update", "--check"));

        assertContains("is not allowed any more", weir.operator(0, "allow", hash, "--remove"));
        assertContains("is not allowed", weir.operator(2, "allow", hash, "--remove"));
        weir.operator(4, "update", "--check");
        String journal = Files.readString(home.resolve("data/trust.jsonl"));
        assertContains("allow " + hash + ": tested", journal);
        assertContains("do not allow " + hash, journal);
    }
}
