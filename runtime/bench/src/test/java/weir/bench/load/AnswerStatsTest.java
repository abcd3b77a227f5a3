package weir.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.bench.load.AnswerStats.Phase.BASELINE;
import static weir.bench.load.AnswerStats.Phase.DISTURBED;
import static weir.bench.load.AnswerStats.Phase.PAUSED;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weir.demo.DendriteResponse;

class AnswerStatsTest {

    private final TestPair pair = new TestPair(1, "hold");
    private final AnswerStats stats = new AnswerStats();

    @BeforeEach
    void addFirstAnswer() {
        stats.add(pair, 0, served("0.2.3", 2_000_000), BASELINE);
    }

    @Test
    void newestVersionIsRemembered() {
        stats.add(pair, 3, served("0.2.10", 3_000_000), DISTURBED);
        stats.add(pair, 3, served("0.2.3", 3_000_000), DISTURBED);
        assertEquals(10, pair.newest());
        assertFigures(3, 0, 0);
        assertEquals(1.5, json().get("p99_ratio").getAsDouble());
    }

    @Test
    void answerOfAnOlderVersionIsWrong() {
        stats.add(pair, 4, served("0.2.3", 1), DISTURBED);
        assertFigures(2, 0, 1);
    }

    @Test
    void failuresFallbacksAndRefusalsAreLost() {
        stats.add(pair, 3, DendriteResponse.failed("HTTP status 503", 1), DISTURBED);
        stats.add(
                pair,
                3,
                new DendriteResponse(null, true, "", List.of(), "0.2.3", "hold on r: fallback, late", 1),
                DISTURBED);
        stats.add(pair, 3, new DendriteResponse(null, true, "", List.of(), "-", "- on -: none", 1), DISTURBED);
        stats.add(pair, 3, new DendriteResponse(null, false, "no", null, "0.2.3", "hold on r: no", 1), DISTURBED);
        assertFigures(5, 4, 0);
        assertTrue(stats.problems().get(0).contains("503"), stats.problems().get(0));
    }

    @Test
    void latencyDuringAPauseDoesNotCount() {
        stats.add(pair, 3, served("0.2.3", 2_000_000), DISTURBED);
        stats.add(pair, 3, served("0.2.2", 90_000_000), PAUSED);
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
        return JsonParser.parseString(stats.figures().json()).getAsJsonObject();
    }

    private static DendriteResponse served(String version, long nanos) {
        return new DendriteResponse(null, true, "", List.of(), version, "hold on bench-1: nothing to do", nanos);
    }
}
