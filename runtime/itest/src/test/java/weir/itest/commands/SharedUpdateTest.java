package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.cli.CommandRunner;
import weir.fixtures.QueryLoad;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand.Result;
import weir.itest.isolation.Fences;

/** {@code weir update} against a running host, and what works without a connection. */
class SharedUpdateTest {

    private static final String POOL = "0x" + "5e".repeat(20);

    @TempDir
    Path folder;

    private PublishedHold alice;
    private Path home;

    @BeforeEach
    void publish() throws Exception {
        alice = new PublishedHold(folder);
        home = folder.resolve("home");
        alice.publish(alice.version("1.1.0"));
    }

    private String weir(int exitCode, String... arguments) {
        Result result = CommandRunner.run(home, arguments);
        assertEquals(exitCode, result.exitCode(), result::toString);
        return result.out() + result.err();
    }

    /** Starts a host whose admin port is open, too. */
    static ChildHost startHost(Path home) throws IOException {
        ChildHost host = ChildHost.start(home);
        host.await("the admin port is open", () -> Files.exists(host.dataFile("admin.port")));
        return host;
    }

    private static void assertContains(String words, String text) {
        assertTrue(text.contains(words), () -> "'" + words + "' is not in:\n" + text);
    }

    @Test
    void updateShowsDifferencesAndScoresAndLosesNoQuery() throws Exception {
        try (ChildHost host = startHost(home)) {
            weir(0, "repo", "add", alice.repository.toString(), "--alias", "alice");
            Fences.chooseSeparateIfImpossible(home, "alice");
            weir(0, "install", "weir.hold", "--from", "alice");
            weir(0, "route", "set", "default", "strategy=hold");
            assertContains("no updates", weir(0, "update", "--check"));
            assertContains("the newest version", weir(0, "update", "weir.hold"));
            assertContains("is not installed from a publisher", weir(2, "update", "weir.other"));
            assertContains("needs the name of a bundle", weir(2, "update"));

            weir(0, "history", "import", BacktestTest.writeSwaps(home).toString(), "--pool", "8453:" + POOL);
            alice.publish(alice.version("1.2.0")
                    .header("Provide-Capability", provided() + ",weir.changes;effective:=meta;weir.changes=Better"));
            QueryLoad load = new QueryLoad(() -> isAnswered(host));
            try (load) {
                String check = weir(3, "update", "--check");
                assertContains("weir.hold 1.1.0 -> 1.2.0 of alice; permissions: unchanged; size: ", check);
                assertContains("licence: Apache-2.0; changes: Better", check);
                JsonObject json = JsonParser.parseString(CommandRunner.run(home, "update", "--check", "--json")
                                .out())
                        .getAsJsonObject();
                assertEquals(
                        "1.1.0",
                        json.getAsJsonArray("updates")
                                .get(0)
                                .getAsJsonObject()
                                .get("installed")
                                .getAsString());
                String updated = weir(0, "update", "weir.hold");
                assertContains("updated weir.hold to 1.2.0", updated);
                assertTrue(
                        updated.lines().anyMatch(line -> line.matches("8453:" + POOL + " +hold +\\d+ +0\\.0+ +0\\.0+")),
                        updated);
                host.await("1.2.0 serves", () -> host.ask(POOL).contains("\"version\":\"1.2.0\""));
            }
            assertEquals(0, load.failed());
            assertTrue(load.sent() > 0);
            assertContains("signed by alice (" + alice.address + ")", weir(0, "verify", "weir.hold"));
            assertContains("unsigned, local", weir(0, "verify", "weir.range-follower"));
        }
    }

    private static boolean isAnswered(ChildHost host) {
        try {
            return host.ask(POOL).contains("hold on default");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String provided() {
        return "osgi.service;objectClass:List<String>=\"weir.strategy.RebalanceStrategy\";uses:=\"weir.strategy\","
                + "weir.strategy;weir.strategy=hold";
    }

    @Test
    void addedPermissionStopsUntilItIsAccepted() throws Exception {
        try (ChildHost host = startHost(home)) {
            weir(0, "repo", "add", alice.repository.toString(), "--alias", "alice");
            Fences.chooseSeparateIfImpossible(home, "alice");
            weir(0, "install", "weir.hold", "--from", "alice");
            alice.publish(alice.version("1.2.0")
                    .header(
                            "Require-Capability",
                            "osgi.extender;filter:=\"(osgi.extender=osgi.component)\",osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\","
                                    + "weir.permission;effective:=meta;weir.permission:List<String>=network"));
            assertContains("permissions: +network", weir(3, "update", "--check"));
            weir(0, "history", "import", BacktestTest.writeSwaps(home).toString(), "--pool", "8453:" + POOL);
            String notRun = weir(3, "update", "weir.hold", "--check");
            assertContains(
                    "not scored: the update needs network. To run it for its scores, add --accept network", notRun);
            assertFalse(notRun.contains("8453:" + POOL), notRun);
            assertContains("8453:" + POOL, weir(3, "update", "weir.hold", "--check", "--accept", "network"));
            String rejection = weir(1, "update", "weir.hold", "--days", "0");
            assertContains("permissions that the installed version does not have: network", rejection);
            assertContains("--accept network", rejection);
            assertFalse(weir(0, "strategies").contains("weir.hold_1.2.0.jar"));
            weir(0, "update", "weir.hold", "--days", "0", "--accept", "network");
            assertContains("weir.hold_1.2.0.jar", weir(0, "strategies"));
        }
    }

    @Test
    void homeWithoutRepositoriesFetchesItsBlocklists() throws Exception {
        assertContains("no updates", weir(0, "update", "--check"));
        String list = folder.resolve("list").toString();
        alice.sign("blocklist create " + list + " --name watch --keeper " + alice.address);
        weir(0, "blocklist", "add", list, "--keeper", alice.address);
        String entry =
                "blocklist entry " + list + " --sha256 " + "5e".repeat(32) + " --action stop --reason slow --id ";
        alice.sign(entry + "first");
        assertContains("no updates", weir(0, "update", "--check"));
        assertContains("first", weir(0, "blocklist", "list"));

        Path lock = home.resolve("data/repositories.lock");
        Files.delete(lock);
        Files.createDirectory(lock); // so that the copies of repositories cannot be cleaned
        alice.sign(entry + "second");
        assertContains("cannot lock " + lock, weir(1, "update", "--check"));
        assertContains("second", weir(0, "blocklist", "list"));
    }

    @Test
    void missingCopyIsReportedOnce() throws Exception {
        weir(0, "repo", "add", alice.repository.toString(), "--alias", "alice");
        Fences.chooseSeparateIfImpossible(home, "alice");
        Files.move(home.resolve("data/repositories"), folder.resolve("away"));
        assertEquals(2, weir(0, "search", "hold").split("alice's repository lp is left out", -1).length);
    }

    @Test
    void searchAndInstallationNeedNoConnection() throws Exception {
        try (ChildHost host = startHost(home)) {
            weir(0, "repo", "add", alice.repository.toString(), "--alias", "alice");
            Fences.chooseSeparateIfImpossible(home, "alice");
            weir(0, "install", "weir.hold", "--from", "alice");
            weir(0, "uninstall", "weir.hold", "1.1.0");
            Files.move(alice.repository, folder.resolve("away"));
            String found = weir(0, "search", "hold");
            assertContains("alice/weir.hold", found);
            assertTrue(found.matches("(?s).*from verified copies, the oldest of \\d{4}-.*Z;.*"), found);
            assertContains("the oldest of", weir(0, "show", "alice/weir.hold"));
            String unreachable = weir(1, "update", "--check");
            assertContains("The copy of alice's repository lp is from 20", unreachable);
            assertContains("has no file weir.json", unreachable);
            assertContains("using the verified copy in", weir(0, "install", "weir.hold", "--from", "alice"));

            weir(0, "uninstall", "weir.hold", "1.1.0");
            try (Stream<Path> files = Files.list(home.resolve("data/downloads/bundles"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".jar")).toList()) {
                    Files.write(file, new byte[] {1});
                }
            }
            assertContains(", expected is ", weir(1, "install", "weir.hold", "--from", "alice"));
        }
    }
}
