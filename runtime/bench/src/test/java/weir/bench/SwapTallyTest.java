package weir.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.bench.SwapTally.Phase.EXAMINED;
import static weir.bench.SwapTally.Phase.RESTING;
import static weir.bench.SwapTally.Phase.SWAPPING;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weir.demo.DendriteResponse;

class SwapTallyTest {

    private final SwappedPair pair = new SwappedPair(1, "hold");
    private final SwapTally tally = new SwapTally();

    @BeforeEach
    void aFirstAnswer() {
        tally.add(pair, 0, served("0.2.3", 2_000_000), RESTING);
    }

    @Test
    void remembersTheNewestVersion() {
        tally.add(pair, 3, served("0.2.10", 3_000_000), SWAPPING);
        tally.add(pair, 3, served("0.2.3", 3_000_000), SWAPPING);
        assertEquals(10, pair.newest());
        assertFigures(3, 0, 0);
        assertEquals(1.5, json().get("p99_ratio").getAsDouble());
    }

    @Test
    void anOlderVersionThanOneThatHadAnsweredIsWrong() {
        tally.add(pair, 4, served("0.2.3", 1), SWAPPING);
        assertFigures(2, 0, 1);
    }

    @Test
    void whatAValidatorCannotUseIsLost() {
        tally.add(pair, 3, DendriteResponse.failed("HTTP status 503", 1), SWAPPING);
        tally.add(
                pair,
                3,
                new DendriteResponse(null, true, "", List.of(), "0.2.3", "hold on r: fallback, late", 1),
                SWAPPING);
        tally.add(pair, 3, new DendriteResponse(null, true, "", List.of(), "-", "- on -: none", 1), SWAPPING);
        tally.add(pair, 3, new DendriteResponse(null, false, "no", null, "0.2.3", "hold on r: no", 1), SWAPPING);
        assertFigures(5, 4, 0);
        assertTrue(tally.troubles().get(0).contains("503"), tally.troubles().get(0));
    }

    @Test
    void howLongAnAnswerTakesWhileTheHostIsLookedIntoDoesNotCount() {
        tally.add(pair, 3, served("0.2.3", 2_000_000), SWAPPING);
        tally.add(pair, 3, served("0.2.2", 90_000_000), EXAMINED);
        assertFigures(3, 0, 1);
        assertEquals(1, json().get("p99_ratio").getAsDouble());
    }

    private void assertFigures(int queries, int lost, int wrongVersion) {
        JsonObject json = json();
        assertEquals(queries, json.get("queries").getAsInt());
        assertEquals(lost, json.get("lost").getAsInt());
        assertEquals(wrongVersion, json.get("wrong_version").getAsInt());
    }

    private JsonObject json() {
        return JsonParser.parseString(tally.figures().json()).getAsJsonObject();
    }

    private static DendriteResponse served(String version, long nanos) {
        return new DendriteResponse(null, true, "", List.of(), version, "hold on bench-1: nothing to do", nanos);
    }
}
