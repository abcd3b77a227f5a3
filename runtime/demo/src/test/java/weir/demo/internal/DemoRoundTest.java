package weir.demo.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import weir.demo.BundleVersionRewriter;
import weir.demo.DendriteResponse;
import weir.report.TextTable;
import weir.strategy.Position;

class DemoRoundTest {

    private static final TextTable SCORES = DemoScores.table(List.of(new DemoScores.Row("s", -0.05, 0.01, Double.NaN)));

    @TempDir
    Path folder;

    @Test
    void resultsOfASuccessfulRound() throws IOException {
        DemoRound round = moving();
        assertEquals(List.of(), round.problems());
        DemoResult figures = DemoResult.of(round, Duration.ofMillis(1500));
        assertEquals(20, figures.queries());
        assertEquals(0, figures.failed());
        assertEquals(2, figures.rebalances());
        assertEquals(1, figures.hotInstalls());
        assertEquals(List.of("1.0.0", "1.0.1"), figures.versions());
        assertEquals(10, figures.p50Ms());
        assertEquals(20, figures.p99Ms());
        assertEquals(20, figures.maxMs());
        assertEquals(10, figures.start0());
        assertEquals(10_000, figures.start1());
        assertTrue(figures.fees1() > 0, "swaps pay token1");
        assertEquals(0, figures.fees0());
        assertEquals(1.5, figures.seconds());
    }

    @Test
    void upgradesHalfWay() throws IOException {
        MidRoundUpgrade upgrade = moving().upgrade();
        assertEquals(10, upgrade.installedAt());
        assertEquals("1.0.1", upgrade.version());
        assertEquals("1.0.1", BundleVersionRewriter.versionOf(folder.resolve("plugins/s-1.0.1.jar")));
    }

    @Test
    void jsonIsAFlatObject() throws IOException {
        JsonObject json = DemoResult.of(moving(), Duration.ZERO).json();
        for (String key : List.of("queries", "failed", "rebalances", "hot_installs", "p50_ms", "p99_ms")) {
            assertTrue(json.get(key).getAsJsonPrimitive().isNumber(), key);
        }
        json.entrySet().forEach(entry -> assertTrue(entry.getValue().isJsonPrimitive(), entry.getKey()));
    }

    @Test
    void tableHasARowForEachFigure() throws IOException {
        String table = DemoResult.of(moving(), Duration.ZERO).text(Rounds.POOL);
        assertTrue(table.startsWith("queries        20, failed 0, fallbacks 0"), table);
        assertTrue(table.contains("p50 10.0 ms, p99 20.0 ms"), table);
        assertTrue(table.contains("1.0.0, 1.0.1"), table);
        assertTrue(table.contains("10.0000 A<B and 10000.0000 USD at the start"), table);
    }

    @Test
    void scoresOfBothModelsAreInOneRow() {
        assertEquals(List.of("s", "-0.050000", "0.010000", "-"), SCORES.rows().get(1));
    }

    @Test
    void reportIsWellFormedAndSelfContained() throws Exception {
        DemoRound round = moving();
        String page = DemoReport.page(round, DemoResult.of(round, Duration.ZERO), SCORES);
        String content = content(page);
        Document document = parse(page);
        assertEquals(2, document.getElementsByTagName("figure").getLength());
        // Two ranges, one after the other.
        assertEquals(2, count(content, "\"tickLower\""));
        assertEquals(4, count(content, "\"kind\":\"rebalance\""), "two rebalances in two charts");
        assertEquals(2, count(content, "\"kind\":\"version\""), "one upgrade in two charts");
        assertTrue(content.contains("A&lt;B"), "names are text, not markup");
        assertTrue(content.contains("A\\u003cB"), "also in the data of charts");
        assertFalse(content.matches("(?s).*https?:.*"), "nothing comes from outside");
        assertFalse(page.contains(" src=") || page.contains("<link"), "nothing comes from another file");
        assertFalse(content.contains("NaN"), content);
    }

    @Test
    void reportsAMinerWithoutRebalances() throws Exception {
        DemoRound round = Rounds.play(
                folder, 200, (number, query) -> Rounds.desired(query, query.currentPositions(), served(number), 1));
        DemoResult figures = DemoResult.of(round, Duration.ZERO);
        assertEquals(0, figures.rebalances());
        assertEquals(0, figures.resultVsHoldPercent(), 1e-9);
        assertEquals(figures.start0(), figures.end0());
        assertEquals(0, figures.score());
        assertNotNull(parse(DemoReport.page(round, figures, SCORES)));
    }

    @Test
    void reportsFailuresAndFallbacks() throws IOException {
        DemoRound lost = Rounds.play(folder, 200, (number, query) -> DendriteResponse.failed("HTTP status 500: x", 1));
        assertEquals(1, DemoResult.of(lost, Duration.ZERO).failed());
        assertEquals(
                List.of("No answer: HTTP status 500: x", "The validator excluded the miner: Timeout or error"),
                lost.problems());
        assertDoesNotThrow(() -> DemoReport.page(lost, DemoResult.of(lost, Duration.ZERO), SCORES));

        DemoRound fallback = Rounds.play(
                folder,
                200,
                (number, query) -> new DendriteResponse(
                        null, true, "", query.currentPositions(), "-", "s on r: fallback, none serves", 1));
        assertEquals(20, DemoResult.of(fallback, Duration.ZERO).fallbacks());
        assertEquals(
                "Fallback: s on r: fallback, none serves", fallback.problems().get(0));
    }

    @Test
    void reportsAVersionThatNeverServed() throws IOException {
        // Five questions only, because the round slows down to wait for the version.
        DemoRound round =
                Rounds.play(folder, 50, (number, query) -> Rounds.desired(query, query.currentPositions(), "1.0.0", 1));
        assertEquals(List.of("Version 1.0.1 was installed and never served"), round.problems());
        assertEquals(0, DemoResult.of(round, Duration.ZERO).hotInstalls());
    }

    /** Twenty questions; a range at the first, another at the twelfth; the new version serves as soon as it is installed. */
    private DemoRound moving() throws IOException {
        return Rounds.play(folder, 200, (number, query) -> {
            List<Position> positions = number == 0 || number == 11
                    ? List.of(Rounds.around(query.currentPrice().tick(), 120))
                    : query.currentPositions();
            return Rounds.desired(query, positions, served(number), (number + 1) * 1_000_000L);
        });
    }

    private static String served(int number) {
        return number < 10 ? "1.0.0" : "1.0.1";
    }

    /** Data and texts, without the code that all reports share. */
    private static String content(String page) {
        return page.replaceAll(
                "(?s)<style>.*?</style>|<script>.*?</script>|<script type=\"(?:module|importmap)\">.*?</script>", "");
    }

    private static Document parse(String page) throws Exception {
        String xml = content(page).replace("<!DOCTYPE html>\n", "");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }
}
