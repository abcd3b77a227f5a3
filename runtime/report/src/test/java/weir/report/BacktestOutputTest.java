package weir.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.experiment.BacktestResult;
import weir.backtest.experiment.StoredMarket;
import weir.backtest.result.Model;
import weir.report.internal.BacktestTables;
import weir.strategy.Decision;

/** The forms of output of a backtest. */
class BacktestOutputTest {

    @TempDir
    Path folder;

    @Test
    void reportIsWellFormedAndSelfContained() throws Exception {
        try (StoredMarket market = new StoredMarket(folder)) {
            String page = BacktestReport.html(market.play(450, StoredMarket.CENTERED));
            // Data and texts, without the code that all reports share.
            String content = page.replaceAll(
                    "(?s)<style>.*?</style>|<script>.*?</script>|<script type=\"(?:module|importmap)\">.*?</script>",
                    "");
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(
                            content.replace("<!DOCTYPE html>\n", "").getBytes(StandardCharsets.UTF_8)));
            assertEquals(4, document.getElementsByTagName("figure").getLength());
            assertEquals(12, content.split("\"tickLower\"", -1).length - 1);
            assertFalse(content.matches("(?s).*https?:.*"), "nothing comes from outside");
            assertFalse(page.contains(" src=") || page.contains("<link"), "nothing comes from another file");
            assertFalse(content.contains("NaN"), content);
        }
    }

    @Test
    void jsonAndCsvHoldEveryRound() throws Exception {
        try (StoredMarket market = new StoredMarket(folder)) {
            BacktestResult result = market.play(450, StoredMarket.CENTERED);
            StringWriter json = new StringWriter();
            BacktestJson.write(result, Optional.empty(), json);
            JsonObject asked = JsonParser.parseString(json.toString())
                    .getAsJsonObject()
                    .getAsJsonArray("strategies")
                    .get(0)
                    .getAsJsonObject();
            assertEquals(12, asked.getAsJsonArray("rounds").size());
            JsonObject round = asked.getAsJsonArray("rounds").get(0).getAsJsonObject();
            assertEquals(
                    result.primaryStrategy()
                            .rounds()
                            .get(0)
                            .evaluations()
                            .get(Model.V3)
                            .feeValue(),
                    round.getAsJsonObject("models")
                            .getAsJsonObject("v3")
                            .get("fees")
                            .getAsDouble());
            StringWriter csv = new StringWriter();
            BacktestCsv.write(result, csv);
            List<String> lines = csv.toString().lines().toList();
            assertEquals(1 + 2 * 12 * 3, lines.size());
            assertTrue(lines.get(1).startsWith("\"mine, \"\"quoted\"\" & <b>\",1,"), lines.get(1));
        }
    }

    @Test
    void roundsThatWereNotEvaluatedHaveNoScore() {
        try (StoredMarket market = new StoredMarket(folder)) {
            BacktestResult late = market.play(
                    450,
                    (query, view) -> (query.blockNumber() - StoredMarket.FIRST) % 450 < 200
                            ? Decision.keep("later")
                            : StoredMarket.CENTERED.decide(query, view));
            assertEquals(
                    "-",
                    new BacktestTables(late)
                            .rounds(12).rows().stream()
                                    .filter(row -> row.get(3).equals("not evaluated"))
                                    .findFirst()
                                    .orElseThrow()
                                    .get(6));
        }
    }

    @Test
    void statisticsAreInTextAndJson() throws Exception {
        try (StoredMarket market = new StoredMarket(folder)) {
            BacktestResult result = market.play(450, StoredMarket.CENTERED);
            StringWriter text = new StringWriter();
            BacktestJson.write(result, Optional.empty(), text);
            JsonObject statistics =
                    JsonParser.parseString(text.toString()).getAsJsonObject().getAsJsonObject("statistics");
            assertEquals(98, statistics.get("seed").getAsInt());
            assertEquals(2, statistics.getAsJsonArray("means").size());
            JsonObject difference =
                    statistics.getAsJsonArray("differences").get(0).getAsJsonObject();
            assertEquals("hold", difference.get("against").getAsString());
            for (String measure : List.of("score", "strict_score", "v3_over_hold_percent")) {
                JsonObject estimate = difference.getAsJsonObject(measure);
                assertTrue(estimate.get("low").getAsDouble()
                        <= estimate.get("mean").getAsDouble());
                assertEquals(12, estimate.get("rounds").getAsInt());
                assertTrue(estimate.get("block_length").getAsDouble() >= 1);
            }
            String terminal = BacktestText.of(result, false);
            assertTrue(terminal.contains("paired by round\nagainst  "), terminal);
            assertTrue(terminal.contains("strict score"), terminal);
        }
    }
}
