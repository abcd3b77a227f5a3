package weir.itest.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import weir.backtest.experiment.StoredMarket;
import weir.cli.CommandRunner;
import weir.fixtures.RebalanceBodies;
import weir.fixtures.host.ChildHost;
import weir.itest.commands.StoredQueries;

/** Score, price chart and inventory of a round that a host played before its restart, with the swaps of the round stored. */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlayedRoundBrowserTest {

    private static final String CHART = "#chart-price .u-over";
    private static final String TIP = "#chart-price .chart-tip";
    private static final int QUERIES = 12;
    private static final int BLOCKS_BETWEEN = 36;

    @TempDir
    static Path home;

    private static Browser browser;
    private static ChildHost host;
    private static StoredQueries queries;
    private static long first;

    @BeforeAll
    static void playRestartAndSignIn() throws Exception {
        browser = Browser.start();
        queries = new StoredQueries(home);
        first = queries.quietBlock();
        try (ChildHost before = ChildHost.start(home)) {
            for (int query = 0; query < QUERIES; query++) {
                ask(before, first + (long) BLOCKS_BETWEEN * query, "r-7");
            }
        }
        host = ChildHost.start(home);
        host.await("the round is scored", () -> Files.readString(record()).contains("\"score\""));
        new HostPage(host, browser).signIn();
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
    void scoreOfTheRoundIsThatOfItsRecord() throws Exception {
        JsonObject played = JsonParser.parseString(Files.readString(record()))
                .getAsJsonObject()
                .getAsJsonObject("score")
                .getAsJsonArray("results")
                .get(0)
                .getAsJsonObject();
        double score = played.getAsJsonObject("validator").get("score").getAsDouble();
        browser.awaitText("#score", "combined, as a validator keeps it");
        browser.click("#score details summary");
        Object shown = browser.asyncScript(
                "const done = arguments[0]; import('/page/chart.js').then(chart => done(chart.number(" + score + ")))");
        assertEquals(
                List.of(shown),
                browser.script("return [...document.querySelectorAll('#score tbody tr')].map(row =>"
                        + " row.cells[3].textContent)"));
        assertEquals(2L, browser.script("return document.querySelectorAll('#score canvas').length"));
    }

    @Test
    @Order(2)
    void mouseShowsTheReasonOfARebalanceOfTheTimeBeforeTheRestart() throws Exception {
        JsonObject answer = JsonParser.parseString(Files.readString(record()))
                .getAsJsonObject()
                .getAsJsonArray("answers")
                .get(0)
                .getAsJsonObject();
        assertEquals("rebalance", answer.get("decision").getAsString());
        browser.hover(CHART, 0.005, 0.5);
        String tip = browser.text(TIP);
        assertTrue(
                tip.contains("rebalance at block " + first + ": "
                        + answer.get("reason").getAsString()),
                tip);
        assertTrue(tip.contains("range-follower"), tip);
        assertTrue(tip.contains("WETH") || browser.text("#price").contains("A<B"), "whole tokens");
        browser.screenshot("price-hover");
    }

    @Test
    @Order(3)
    void dragZoomsInAndDoubleClickShowsEverything() {
        browser.hover(CHART, 0.005, 0.5);
        String all = browser.text(TIP);
        assertTrue(all.contains("block " + first), all);
        browser.drag(CHART, 0.5, 0.9);
        browser.hover(CHART, 0.005, 0.5);
        String zoomed = browser.text(TIP);
        assertFalse(zoomed.contains("block " + first + " "), zoomed);
        long middle = first + (long) BLOCKS_BETWEEN * (QUERIES - 1) / 2;
        assertTrue(Math.abs(block(zoomed) - middle) <= 2 * BLOCKS_BETWEEN, zoomed + ", expected about " + middle);
        browser.doubleClick(CHART);
        browser.hover(CHART, 0.005, 0.5);
        assertEquals(block(all), block(browser.text(TIP)));
    }

    private static long block(String tip) {
        return Long.parseLong(tip.replaceFirst("(?s).*?· block (\\d+) ·.*", "$1"));
    }

    @Test
    @Order(4)
    void versionChangeIsMarkedAndNamed() throws Exception {
        String pin = "/routes/default/pin";
        assertEquals(
                200,
                host.requestAdmin(
                                "POST",
                                pin,
                                BodyPublishers.ofString("{\"strategy\": \"hold\", \"versions\": \"1.0.0\"}"))
                        .statusCode());
        browser.awaitText("#strategies .route-head", "hold 1.0.0");
        for (int query = QUERIES; query < 2 * QUERIES; query++) {
            ask(host, first + (long) BLOCKS_BETWEEN * query, "r-8");
        }
        browser.awaitText("#decisions", Long.toString(first + BLOCKS_BETWEEN * (2L * QUERIES - 1)));
        double changed = (QUERIES - 1.0) / (2 * QUERIES - 1);
        browser.hover(CHART, changed, 0.9);
        assertTrue(browser.text(TIP).contains("hold 1.0.0 serves: "), browser.text(TIP));
        browser.type("#chart-price .chart-plot", Keys.ARROW_LEFT);
        Object read = browser.script("return document.querySelector('#chart-price .visually-hidden').textContent");
        assertTrue(read.toString().contains("hold 1.0.0 serves: "), read.toString());
        browser.screenshot("version-change");
        assertEquals(List.of(), browser.errors());
    }

    @Test
    @Order(5)
    void eachPairHasItsChartAndTheChosenOneStays() throws Exception {
        String other = "0x" + "7d".repeat(20);
        host.ask(other);
        browser.awaitText("#price .tabs", "0x7d7d7d");
        assertEquals("WETH/A<B", chosen());
        browser.show(380, "light");
        long width = (long) browser.script("return document.documentElement.scrollWidth");
        assertTrue(width <= 380, "no sideways scrolling, but the page is " + width + " pixels wide");
        browser.screenshot("tabs-narrow");
        String focusFirst = "document.querySelector('#price .tabs button').focus()";
        browser.script(focusFirst);
        List<String> reached = new ArrayList<>(List.of(focused()));
        browser.press(Keys.TAB);
        reached.add(focused());
        assertEquals(tabs(), reached, "the tabs that the keyboard reaches");
        browser.script(focusFirst);
        browser.press(Keys.ENTER);
        assertNotEquals("WETH/A<B", chosen());
        assertEquals(chosen(), focused(), "the focus stays");
        browser.show(1280, "light");
        ask(host, first + (long) BLOCKS_BETWEEN * 2 * QUERIES, "r-8");
        browser.awaitText("#decisions", Long.toString(first + (long) BLOCKS_BETWEEN * 2 * QUERIES));
        assertTrue(chosen().startsWith("0x7d"), "after a query about the other pair");
        browser.hover(CHART, 0.995, 0.5);
        assertTrue(browser.text(TIP).contains("block " + RebalanceBodies.BLOCK), browser.text(TIP));
    }

    private static Object tabs() {
        return browser.script(
                "return [...document.querySelectorAll('#price .tabs button')].map(tab => tab.textContent)");
    }

    private static String focused() {
        return (String) browser.script("return document.activeElement.textContent");
    }

    private static String chosen() {
        return (String) browser.script("return document.querySelector('#price .tabs [aria-pressed=true]').textContent");
    }

    @Test
    @Order(6)
    void singleValueSpansTenMinutes() {
        Object spans = browser.asyncScript("const done = arguments[0]; import('/page/charts.js').then(charts => {"
                + "const made = (xUnit, x) => { const host = document.createElement('div'); document.body.append(host);"
                + " return [host, charts.lineChart(host, {label: 'x', xUnit, origin: x, blockSeconds: 2, x: [x],"
                + " series: [{name: 'y', values: [1]}]})]; };"
                + "const all = [made('time', 1796000000), made('hours', 31000000), made('block', 31000000)];"
                + "const span = ([host, chart]) => { const {min, max} = chart.plot().scales.x; host.remove();"
                + " return Math.round(1e6 * (max - min)) / 1e6; };"
                + "setTimeout(() => done(all.map(span).join(' ')), 100); })");
        assertEquals("600 0.166667 300", spans);
    }

    @Test
    @Order(6)
    void rangeAsWideAsThePoolIsDrawn() {
        Object transparent = browser.asyncScript("const done = arguments[0]; import('/page/charts.js').then(charts => {"
                + "const host = document.createElement('div'); document.body.append(host);"
                + "charts.priceChart(host, {label: 'x', xUnit: 'block', blocks: [1, 500], ratios: [1, 1.01], marks: [],"
                + " ranges: [{from: 1, to: 500, tickLower: -887200, tickUpper: 887200, live: false, lines: []}]});"
                + "setTimeout(() => { const canvas = host.querySelector('canvas'); const {width, height} = canvas;"
                + " const column = canvas.getContext('2d').getImageData(width / 2, height / 4, 1, height / 2).data;"
                + " host.remove(); done(column.filter((value, i) => i % 4 === 3 && value === 0).length); }, 100); })");
        assertEquals(0L, transparent, "pixels without the colour of the range");
    }

    @Test
    @Order(7)
    void challengerIsShownWithItsEvidence() throws Exception {
        browser.awaitText("#challengers", "No challenger");
        var result = CommandRunner.run(home, "challenge", "default", "range-follower@1.0");
        assertEquals(0, result.exitCode(), result::toString);
        browser.awaitText("#challengers", "range-follower 1.0.0 challenges hold 1.0.0");
        browser.awaitText("#challengers", "comparing");
        browser.awaitText("#challengers", "rounds compared");
        browser.screenshot("challenger");
    }

    @Test
    @Order(8)
    void proposalSaysWhetherItPromotesOrRollsBack() {
        assertTrue(proposal(false).contains("The promotion of hold 1.0.0 is permitted."), proposal(false));
        assertTrue(proposal(true).contains("The roll-back to hold 1.0.0 is permitted."), proposal(true));
    }

    private static String proposal(boolean isPromoted) {
        return (String)
                browser.asyncScript("const done = arguments[0]; import('/page/status-panels.js').then(panels => {"
                        + "panels.showChallengers({problems: [], challenges: [{route: 'default', phase: 'proposed', promoted: "
                        + isPromoted
                        + ", champion: 'range-follower 1.0.0', challenger: 'hold 1.0.0', obstacle: '', events: [],"
                        + " shadow: {skippedBusy: 0, skippedBudget: 0}}]});"
                        + "done(document.querySelector('#challengers .alert').textContent); })");
    }

    private static void ask(ChildHost host, long block, String round) throws Exception {
        String body = queries.at(block).replace("\"r-7\"", "\"" + round + "\"");
        var response = host.ask(host.axonUri("127.0.0.1"), body);
        assertEquals(200, response.statusCode());
        queries.answered(response.body());
    }

    private static Path record() throws Exception {
        try (Stream<Path> files = Files.walk(home.resolve("data/rounds"))) {
            return files.filter(file ->
                            file.toString().endsWith(".json") && file.toString().contains(StoredMarket.POOL.address()))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
