package weir.itest.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.JarBuilder;
import weir.fixtures.QueryLoad;
import weir.fixtures.RebalanceBodies;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand;

/** Changes that an operator makes on the page while 200 queries per second arrive. */
@Timeout(600)
class ChangesBrowserTest {

    private static final String HEAD = "#strategies .route-head";

    @TempDir
    Path folder;

    @Test
    void uploadPinAndRollBackLoseNoAnswer() throws Exception {
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve("conf/routes"));
        Files.writeString(
                home.resolve("conf/routes/pair.json"),
                "{\"pair\": \"" + RebalanceBodies.POOL + "\", \"strategy\": \"range-follower\"}");
        try (Browser browser = Browser.start();
                ChildHost host = ChildHost.start(home, "--axon.ip", "127.0.0.1", "--axon.requests_per_address", "0")) {
            HostPage page = new HostPage(host, browser);
            host.await("the admin port is open", () -> Files.exists(host.dataFile("admin.port")));
            page.signIn();
            browser.awaitText(HEAD, "range-follower 1.");
            String shipped = browser.text(HEAD + " strong");
            browser.open(page.adminUrl() + "/"); // The browser has kept what a change needs.
            URI axon = host.axonUri("127.0.0.1");
            try (QueryLoad load = new QueryLoad(() -> isAnswered(host, axon))) {
                browser.awaitText(HEAD, shipped);
                browser.click("#strategies [id^=pin-]");
                browser.awaitText("#confirm", "No answer is lost");
                browser.click("#confirm-no");
                assertEquals("", browser.text("#confirm"));
                assertEquals(shipped, browser.text(HEAD + " strong"), "nothing changed");

                browser.type("#upload", newerVersion().toString());
                browser.awaitText("#confirm", "change to version 1.99.0");
                confirm(browser, "range-follower 1.99.0");

                browser.click("#strategies [id^=pin-]");
                browser.awaitText("#confirm", "exactly 1.");
                browser.script(
                        "const select = document.getElementById('pin-version');"
                                + " select.value = arguments[0]; select.dispatchEvent(new Event('change'))",
                        shipped.split(" ")[1]);
                browser.awaitText("#confirm", "exactly " + shipped.split(" ")[1]);
                confirm(browser, shipped);

                browser.click("#strategies [id^=rollback-]:enabled");
                browser.awaitText("#confirm", "range-follower 1.99.0");
                confirm(browser, "range-follower 1.99.0");
                browser.screenshot("changes");
                assertTrue(load.sent() > 0);
                assertEquals(0, load.failed(), "answers that were lost");
            }
            String routes = page.admin("/routes").toString();
            assertTrue(routes.contains("\"fallbacks\":0"), routes);
            assertEquals(List.of(), browser.errors());
        }
    }

    private static void confirm(Browser browser, String served) {
        browser.click("#confirm-yes");
        long confirmed = System.nanoTime();
        browser.awaitText(HEAD, served);
        double seconds = (System.nanoTime() - confirmed) / 1e9;
        System.out.printf("%s is shown after %.2f s%n", served, seconds);
        assertTrue(Browser.isMachineBusy() || seconds < 2, seconds + " s");
        browser.awaitHidden("#confirm");
    }

    private Path newerVersion() throws IOException {
        return JarBuilder.copyOf(WeirCommand.INSTALLATION.resolve("plugins"), "weir.range-follower")
                .header("Bundle-Version", "1.99.0")
                .writeTo(folder.resolve("range-follower-1.99.0.jar"));
    }

    private static boolean isAnswered(ChildHost host, URI axon) {
        try {
            return host.ask(axon, RebalanceBodies.validFor(RebalanceBodies.POOL))
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
