package weir.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.router.Answer;
import weir.router.Queries;
import weir.strategy.Decision;

class DecisionJournalTest {

    @TempDir
    Path folder;

    @Test
    void writesALineAQuery() throws Exception {
        DecisionJournal journal = new DecisionJournal(folder.resolve("decisions.jsonl"));
        Decision rebalance = Decision.rebalance(List.of(Queries.position(0, 10, 1, 1)), "closer");
        journal.answered(Queries.at(7), new Answer(rebalance, "r", "hold", "1.0.0", false), Duration.ofMillis(2));
        journal.answered(
                Queries.at(8), new Answer(Decision.keep("it\nfailed"), "r", "hold", "1.0.0", true), Duration.ZERO);
        journal.stop();
        List<JsonObject> lines = lines();
        assertEquals(2, lines.size());
        assertEquals("rebalance", lines.get(0).get("decision").getAsString());
        assertEquals(1, lines.get(0).get("positions").getAsInt());
        assertEquals(2_000, lines.get(0).get("micros").getAsLong());
        assertEquals(Queries.PAIR, lines.get(0).get("pair").getAsString());
        assertEquals("it\nfailed", lines.get(1).get("reason").getAsString());
        assertTrue(lines.get(1).get("fallback").getAsBoolean());
    }

    @Test
    void neverHoldsAnAnswerUp() throws Exception {
        DecisionJournal journal = new DecisionJournal(folder.resolve("missing/decisions.jsonl"));
        for (int i = 0; i < 50_000; i++) {
            journal.answered(Queries.at(i), new Answer(Decision.keep(""), "r", "hold", "1.0.0", false), Duration.ZERO);
        }
        Files.createDirectory(folder.resolve("missing"));
        journal.answered(Queries.at(0), new Answer(Decision.keep(""), "r", "hold", "1.0.0", false), Duration.ZERO);
        journal.stop();
        assertTrue(Files.size(folder.resolve("missing/decisions.jsonl")) > 0);
    }

    private List<JsonObject> lines() throws IOException {
        return Files.readAllLines(folder.resolve("decisions.jsonl")).stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }
}
