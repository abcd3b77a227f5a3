package weir.itest.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.cli.CommandRunner;
import weir.fixtures.JarBuilder;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand;
import weir.itest.commands.PublishedHold;
import weir.itest.isolation.Fences;

/** Publishers, updates, withdrawn versions and uploads on the operator page, with real signatures. */
@Timeout(600)
class SharedPluginsBrowserTest {

    @TempDir
    Path folder;

    @Test
    void pageShowsPublisherUpdateAndWithdrawalAndInstallsAnUpload() throws Exception {
        PublishedHold alice = new PublishedHold(folder);
        Path old = jar("1.1.0");
        alice.publish(old);
        try (Browser browser = Browser.start();
                ChildHost host = ChildHost.start(folder.resolve("home"))) {
            host.await("the admin port is open", () -> Files.exists(host.dataFile("admin.port")));
            HostPage page = new HostPage(host, browser);
            assertSucceeds(host, 0, "repo", "add", alice.repository.toString(), "--alias", "alice");
            Fences.chooseSeparateIfImpossible(folder.resolve("home"), "alice");
            assertSucceeds(host, 0, "install", "weir.hold", "--from", "alice");
            assertSucceeds(host, 0, "route", "set", "default", "strategy=hold");
            page.signIn();
            browser.awaitText("#strategies", "Publisher: signed by alice " + alice.address);
            browser.awaitText("#updates", "Run `weir update --check`");

            alice.publish(jar("1.2.0"));
            assertSucceeds(host, 3, "update", "--check");
            browser.awaitText("#updates", "weir update weir.hold");
            browser.awaitText("#updates", "alice " + alice.address);

            browser.type("#upload", jar("1.3.0").toString());
            browser.awaitText("#confirm", "Install weir.hold 1.3.0");
            browser.awaitText("#confirm", "routes default change to version 1.3.0");
            browser.awaitText("#confirm", "No answer is lost");
            browser.click("#confirm-yes");
            browser.awaitText("#strategies .route-head", "hold 1.3.0");
            browser.awaitText("#strategies", "Publisher: unsigned; the bundle names");
            browser.awaitText("#updates", "No updates of trusted publishers.");

            browser.type(
                    "#upload",
                    Files.writeString(folder.resolve("damaged.jar"), "no JAR").toString());
            browser.awaitText("#confirm", "The file cannot be installed");
            browser.click("#confirm-yes");

            alice.sign("yank weir.hold@1.1.0 --repo " + alice.repository + " --severity warn --reason slow");
            WeirCommand.Result check = CommandRunner.run(host.home(), "update", "--check");
            assertTrue(check.out().contains("BLOCKED weir.hold 1.1.0"), check::toString);
            browser.awaitText("#updates", "its publisher alice says warn: slow");
            browser.screenshot("shared-plugins");
            assertEquals(
                    List.of(),
                    browser.errors().stream()
                            .filter(error -> !error.contains("/page/api/inspect")) // The damaged file.
                            .toList());
        }
    }

    private Path jar(String version) throws Exception {
        return JarBuilder.copyOf(WeirCommand.INSTALLATION.resolve("plugins"), "weir.hold")
                .header("Bundle-Version", version)
                .writeTo(folder.resolve("hold-" + version + ".jar"));
    }

    private static void assertSucceeds(ChildHost host, int exitCode, String... command) {
        WeirCommand.Result result = CommandRunner.run(host.home(), command);
        assertEquals(exitCode, result.exitCode(), result::toString);
    }
}
