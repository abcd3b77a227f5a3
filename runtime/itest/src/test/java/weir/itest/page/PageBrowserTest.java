package weir.itest.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import weir.fixtures.RebalanceBodies;
import weir.fixtures.host.ChildHost;

/** The operator page of the assembled host in a real browser. One host plays a round; the tests look at what is seen. */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageBrowserTest {

    private static final int FLOOD = 10_000;

    @TempDir
    static Path home;

    private static Browser browser;
    private static ChildHost host;
    private static URI axon;
    private static HostPage page;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        Files.createDirectories(home.resolve("conf/routes"));
        Files.writeString(
                home.resolve("conf/routes/pair.json"),
                "{\"pair\": \"" + RebalanceBodies.POOL + "\", \"strategy\": \"range-follower\"}");
        host = ChildHost.start(home, "--axon.ip", "127.0.0.1", "--axon.requests_per_address", "0");
        host.await("the admin port is open", () -> Files.exists(host.dataFile("admin.port")));
        page = new HostPage(host, browser);
        axon = host.axonUri("127.0.0.1");
        host.await("the route is served", () -> host.requestAdmin("GET", "/routes", BodyPublishers.noBody())
                .body()
                .contains("\"serving\": \"1."));
        for (int query = 0; query < 30; query++) {
            ask(query);
        }
    }

    @AfterAll
    static void stop() {
        if (host != null) {
            host.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    @Order(1)
    void codeOpensThePageOnceAndLeavesTheAddress() throws Exception {
        browser.open(page.adminUrl() + "/");
        browser.awaitText("#sign-in", "weir page");
        assertTrue(host.command("page").out().contains(page.adminUrl() + "/#"), "the command prints a URL");
        String url = page.newUrl();
        browser.open(url);
        browser.awaitText("#connection", "live");
        assertEquals(page.adminUrl() + "/", browser.url(), "the code is in no history");
        assertTrue(browser.cookie().isHttpOnly());
        assertEquals("Strict", browser.cookie().getSameSite());
        assertEquals("", browser.script("return document.cookie"), "scripts cannot read the cookie");
        browser.script("document.cookie = 'x=1'");
        Object status = browser.asyncScript("const done = arguments[0]; fetch('/page/session', {method: 'POST', body:"
                + " JSON.stringify({code: '" + url.substring(url.indexOf('#') + 1)
                + "'})}).then(response => done(response.status))");
        assertEquals(401L, status, "the code was used");
    }

    @Test
    @Order(2)
    void eachPanelShowsWhatTheHostReturns() throws Exception {
        page.signIn();
        JsonObject strategies = page.admin("/strategies");
        JsonObject routes = page.admin("/routes");
        JsonObject health = page.admin("/health");
        browser.awaitText("#fact-answered", "30");
        assertEquals(30, answers(routes));
        browser.awaitText("#price", "rebalances, this round");
        browser.awaitText("#price", "In range, mean of 20 queries");
        assertEquals(2L, browser.script("return document.querySelectorAll('#price canvas').length"));
        browser.awaitText("#strategies", "range-follower");
        browser.awaitText("#inventory", "rebalances so far");
        browser.awaitText("#validators", "this machine");
        browser.awaitText("#chain", "development mode");
        browser.awaitText("#machine", "p99 of answers");
        browser.awaitText("#decisions", "passed");
        strategies
                .getAsJsonArray("strategies")
                .forEach(plugin -> browser.awaitText(
                        "#updates", plugin.getAsJsonObject().get("file").getAsString()));
        health.getAsJsonArray("checks")
                .forEach(check -> browser.awaitText(
                        "#health", check.getAsJsonObject().get("name").getAsString()));
        String rounds = browser.text("#score");
        assertTrue(rounds.contains("combined") || rounds.contains("swaps are stored"), rounds);
        assertEquals(List.of(), browser.errors());
        System.out.println("first paint "
                + browser.script("return performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
                + " ms");
    }

    @Test
    @Order(4)
    void panelThatFailsDoesNotStopTheOthers() throws Exception {
        page.signIn();
        browser.awaitText("#health", "router");
        browser.script("document.querySelector('#validators > .content').remove()");
        long answered = Long.parseLong(browser.text("#fact-answered"));
        for (int query = 1; query <= 2; query++) {
            ask(0);
            browser.awaitText("#fact-answered", Long.toString(answered + query));
        }
        browser.awaitText("#connection", "panel validators cannot be shown");
        browser.open("about:blank"); // Ends the errors of this test.
    }

    @Test
    @Order(4)
    void chartsAndPanelsWorkByKeyboard() throws Exception {
        page.signIn();
        browser.awaitText("#price", "rebalances, this round");
        browser.type("#chart-price .chart-plot", Keys.ARROW_RIGHT);
        Object reason = browser.script("return document.querySelector('#chart-price .visually-hidden').textContent");
        assertTrue(reason.toString().startsWith("rebalance at block"), reason.toString());
        browser.type("#chart-price .chart-plot", "+");
        browser.type("#chart-price .chart-plot", "0");
        browser.script("document.querySelector('#strategies [id^=pin-]').focus()");
        browser.type("#strategies [id^=pin-]", Keys.ENTER);
        browser.awaitText("#confirm", "No answer is lost");
        browser.type("#confirm", Keys.ESCAPE);
        assertEquals("", browser.text("#confirm"));
        assertEquals(List.of(), browser.errors());
    }

    @Test
    @Order(5)
    void noSeriousViolationOfAccessibilityInAnyForm() throws Exception {
        page.signIn();
        browser.awaitText("#health", "router");
        try (InputStream axe = PageBrowserTest.class.getResourceAsStream("/axe.min.js")) {
            // Run through the driver, because the page's policy permits no other script.
            browser.script(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
            for (Map.Entry<String, Integer> form :
                    Map.of("light", 1280, "dark", 380).entrySet()) {
                browser.show(form.getValue(), form.getKey());
                Object violations = browser.asyncScript(
                        "const done = arguments[0]; axe.run({resultTypes: ['violations']}).then(result =>"
                                + " done(result.violations.filter(v => v.impact === 'serious' || v.impact === 'critical')"
                                + ".map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html).join(' '))))");
                assertEquals(List.of(), violations, form.toString());
            }
        }
    }

    @Test
    @Order(6)
    void pageFitsNarrowScreens() throws Exception {
        page.signIn();
        browser.awaitText("#health", "router");
        for (String scheme : List.of("light", "dark")) {
            browser.show(1280, scheme);
            browser.screenshot("desktop-" + scheme);
            browser.show(380, scheme);
            browser.screenshot("narrow-" + scheme);
            long width = (long) browser.script("return document.documentElement.scrollWidth");
            assertTrue(width <= 380, "no sideways scrolling, but the page is " + width + " pixels wide");
        }
        browser.show(1280, "light");
    }

    @Test
    @Order(7)
    void tenThousandDecisionsCauseNoLongTaskAndNoGrowth() throws Exception {
        page.signIn();
        browser.script("window.longest = 0; new PerformanceObserver(list => { for (const task of list.getEntries())"
                + " window.longest = Math.max(window.longest, task.duration); }).observe({type: 'longtask'})");
        for (int query = 30; query < FLOOD / 2; query++) {
            ask(query);
        }
        double middle = retainedHeap();
        for (int query = FLOOD / 2; query < FLOOD; query++) {
            ask(query);
        }
        double end = retainedHeap();
        browser.awaitText("#decisions", Long.toString(RebalanceBodies.BLOCK + 10L * (FLOOD - 1)));
        double longest = ((Number) browser.script("return window.longest")).doubleValue();
        System.out.printf("longest task %.0f ms, heap after half %.1f MB, after all %.1f MB%n", longest, middle, end);
        assertTrue(end < middle + 8, "heap " + middle + " MB, then " + end + " MB");
        browser.screenshot("after-10000-decisions");
        assertTrue(Browser.isMachineBusy() || longest < 200, "longest task " + longest + " ms");
    }

    /** Bytes of the reachable objects, in MB. */
    private static double retainedHeap() throws Exception {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(host.pid()), "GC.class_histogram").start();
        String total = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(total.strip().split(" +")[2]) / 1e6;
    }

    private static void ask(int query) throws Exception {
        String body = RebalanceBodies.validFor(RebalanceBodies.POOL)
                .replace(Long.toString(RebalanceBodies.BLOCK), Long.toString(RebalanceBodies.BLOCK + 10L * query));
        assertEquals(200, host.ask(axon, body).statusCode());
    }

    private static long answers(JsonObject routes) {
        long sum = 0;
        for (var route : routes.getAsJsonArray("routes")) {
            sum += route.getAsJsonObject().get("answers").getAsLong();
        }
        return sum;
    }
}
