package weir.cli.backtest;

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
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.RebalanceEvent;
import weir.backtest.Round;
import weir.backtest.RoundSimulation;
import weir.backtest.ScoringTargets;
import weir.backtest.SimulatedRound;
import weir.backtest.Swaps;
import weir.backtest.v3.GasCosts;
import weir.backtest.v3.V3Evaluation;
import weir.backtest.v3.V3Evaluation.PoolLiquidity;
import weir.backtest.v3.V3Result;
import weir.cli.backtest.PlayedRound.Verdict;
import weir.strategy.Decision;

/** Rounds of a stored market, from the store to every form of output. */
class BacktestTest {

    @TempDir
    Path folder;

    /** The figures of a round are those of the engine, asked directly with the same swaps. */
    @Test
    void figuresAreTheEngines() {
        try (StoredMarket market = new StoredMarket(folder)) {
            PlayedRound played =
                    market.play(450, StoredMarket.CENTRED).asked().rounds().get(3);
            Swaps swaps = Swaps.of(market.swaps);
            Round round = new Round(
                    "weir-backtest",
                    "0x" + "da".repeat(20),
                    StoredMarket.POOL.address(),
                    8453,
                    "r",
                    played.start(),
                    100,
                    StoredMarket.POOL.feeRate(),
                    StoredMarket.POOL.tickSpacing(),
                    List.of(),
                    StoredMarket.INVENTORY);
            SimulatedRound direct = new RoundSimulation(swaps, ScoringTargets.named("validator"))
                    .play(round, played.end(), StoredMarket.CENTRED);
            Outcome validator = played.outcomes().get(Model.VALIDATOR);
            assertEquals(direct.result().score(), validator.scores().get(0));
            assertEquals(direct.result().performance().fees1().doubleValue() / 1e6, validator.fees1());
            V3Evaluation evaluation = new V3Evaluation(
                    played.start(),
                    played.end(),
                    StoredMarket.INVENTORY,
                    StoredMarket.POOL.feePips(),
                    GasCosts.NONE,
                    PoolLiquidity.WITHOUT_OURS,
                    direct.result().history().stream()
                            .map(RebalanceEvent::deployment)
                            .toList());
            evaluation.add(swaps);
            V3Result v3 = evaluation.result();
            assertEquals(
                    ScoringTargets.named("validator").score(v3.performance()),
                    played.outcomes().get(Model.V3).scores().get(0));
            assertEquals(
                    StoredMarket.POOL.token1().whole(v3.performance().fees1()),
                    played.outcomes().get(Model.V3).fees1());
        }
    }

    @Test
    void totalsAreTheSumsOfTheRounds() {
        try (StoredMarket market = new StoredMarket(folder)) {
            Contender asked = market.play(450, StoredMarket.CENTRED).asked();
            assertEquals(12, asked.rounds().size());
            assertEquals(12, asked.totals().count(Verdict.SCORED));
            assertEquals(12, asked.totals().rebalances());
            double fees = asked.rounds().stream()
                    .mapToDouble(round -> round.outcomes().get(Model.V3).fees())
                    .sum();
            assertTrue(fees > 0);
            assertEquals(fees, asked.totals().sums().get(Model.V3).fees(), fees * 1e-12);
            long within = market.swaps.stream()
                    .filter(swap -> swap.blockNumber() <= StoredMarket.FIRST + 12 * 450 - 1)
                    .count();
            // The pool's very first swap gives the first price: no round can begin with it.
            assertEquals(within, asked.totals().swaps() + asked.totals().uncounted());
        }
    }

    @Test
    void theSameRunGivesTheSame() {
        try (StoredMarket market = new StoredMarket(folder)) {
            assertEquals(
                    market.play(450, StoredMarket.CENTRED).contenders(),
                    market.play(450, StoredMarket.CENTRED).contenders());
        }
    }

    @Test
    void whatHasToBeKnownIsSaid() {
        try (StoredMarket market = new StoredMarket(folder, StoredMarket.FIRST + 1_000, StoredMarket.FIRST + 2_500)) {
            List<String> notes = Notes.of(market.play(300, StoredMarket.CENTRED));
            String gap = (StoredMarket.FIRST + 1_000) + " to " + (StoredMarket.FIRST + 2_500);
            assertNote(notes, "nothing is known of blocks " + gap + ", which lie in 6 rounds");
            assertNote(notes, "4 of 18 rounds are without a swap");
            assertNote(notes, "swaps lie before the first rebalance");
            assertNote(notes, "the models differ: fees ");
            assertNote(notes, "gas is not counted");
            assertNote(notes, "a round lasts about 600 s here");
            List<String> thin = Notes.of(market.play(20, StoredMarket.CENTRED));
            assertNote(thin, "thin data: the median round has ");
        }
    }

    @Test
    void roundsWithoutAScoreSayWhy() {
        try (StoredMarket market = new StoredMarket(folder)) {
            BacktestResult refusing = market.play(450, (query, view) -> Decision.refuse("not today"));
            assertEquals(12, refusing.asked().totals().count(Verdict.OUT));
            assertNote(
                    Notes.of(refusing),
                    "out of 12 of 12 rounds, score 0; the first: out of the round, score 0: not today");
            BacktestResult late = market.play(
                    450,
                    (query, view) -> (query.blockNumber() - StoredMarket.FIRST) % 450 < 200
                            ? Decision.keep("later")
                            : StoredMarket.CENTRED.decide(query, view));
            assertNote(Notes.of(late), "rounds have no score for anybody, because the validator's evaluation fails");
            assertEquals(
                    "-",
                    new BacktestTables(late)
                            .rounds(12).rows().stream()
                                    .filter(row -> row[3].equals("not evaluated"))
                                    .findFirst()
                                    .orElseThrow()[6]);
            BacktestResult broken = market.play(450, (query, view) -> {
                throw new IllegalStateException("broken");
            });
            assertNote(Notes.of(broken), "60 answers were replaced by the current positions");
        }
    }

    @Test
    void whoLooksAheadIsFound() {
        try (StoredMarket market = new StoredMarket(folder)) {
            assertNote(Notes.of(market.play(450, StoredMarket.CENTRED)), "no look-ahead");
            AtomicInteger asked = new AtomicInteger();
            BacktestResult random = market.play(
                    450,
                    (query, view) -> asked.incrementAndGet() % 7 == 0
                            ? Decision.keep("seven")
                            : StoredMarket.CENTRED.decide(query, view));
            assertTrue(Notes.of(random).get(0).startsWith("NOT DETERMINISTIC"), "it comes first");
            assertTrue(random.lookAhead().found());
        }
    }

    @Test
    void theReportIsWellFormedAndSelfContained() throws Exception {
        try (StoredMarket market = new StoredMarket(folder)) {
            String page = BacktestReport.html(market.play(450, StoredMarket.CENTRED));
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(
                            page.replace("<!DOCTYPE html>\n", "").getBytes(StandardCharsets.UTF_8)));
            assertEquals(1, document.getElementsByTagName("svg").getLength());
            assertEquals(12, page.split("class=\"band\"", -1).length - 1);
            assertFalse(page.replace("http://www.w3.org/2000/svg", "").contains("http"), "nothing comes from outside");
            assertFalse(page.contains("NaN"), page);
        }
    }

    @Test
    void filesForMachinesHoldEveryRound() throws Exception {
        try (StoredMarket market = new StoredMarket(folder)) {
            BacktestResult result = market.play(450, StoredMarket.CENTRED);
            StringWriter json = new StringWriter();
            BacktestJson.write(result, json);
            JsonObject asked = JsonParser.parseString(json.toString())
                    .getAsJsonObject()
                    .getAsJsonArray("strategies")
                    .get(0)
                    .getAsJsonObject();
            assertEquals(12, asked.getAsJsonArray("rounds").size());
            JsonObject round = asked.getAsJsonArray("rounds").get(0).getAsJsonObject();
            assertEquals(
                    result.asked().rounds().get(0).outcomes().get(Model.V3).fees(),
                    round.getAsJsonObject("models")
                            .getAsJsonObject("v3")
                            .get("fees")
                            .getAsDouble());
            StringWriter csv = new StringWriter();
            BacktestCsv.write(result, csv);
            List<String> lines = csv.toString().lines().toList();
            assertEquals(1 + 2 * 12 * 2, lines.size());
            assertTrue(lines.get(1).startsWith("\"mine, \"\"quoted\"\" & <b>\",1,"), lines.get(1));
        }
    }

    private static void assertNote(List<String> notes, String expected) {
        assertTrue(notes.stream().anyMatch(note -> note.contains(expected)), () -> expected + " is not in " + notes);
    }
}
