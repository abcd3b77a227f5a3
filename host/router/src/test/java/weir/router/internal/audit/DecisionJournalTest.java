package weir.router.internal.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.router.Answer;
import weir.router.Caller;
import weir.router.Outcome;
import weir.router.Queries;
import weir.router.audit.AnswerEvent;
import weir.router.audit.RejectionEvent;
import weir.router.audit.VaultQueryEvent;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

class DecisionJournalTest {

    @TempDir
    Path folder;

    @Test
    void writesALineAQuery() throws Exception {
        DecisionJournal journal = new DecisionJournal(folder.resolve("decisions.jsonl"));
        Decision rebalance = Decision.rebalance(List.of(Queries.position(0, 10, 1, 1)), "closer");
        journal.onAnswer(answered(Queries.at(7), Queries.answer(rebalance, Outcome.PASSED), Duration.ofMillis(2)));
        journal.onAnswer(
                answered(Queries.at(8), Queries.answer(Decision.keep("it\nfailed"), Outcome.GUARD), Duration.ZERO));
        journal.stop();
        List<JsonObject> lines = lines();
        assertEquals(2, lines.size());
        assertEquals("rebalance", lines.get(0).get("decision").getAsString());
        assertEquals(1, lines.get(0).get("positions").getAsInt());
        assertEquals(2_000, lines.get(0).get("micros").getAsLong());
        assertEquals(Queries.PAIR, lines.get(0).get("pair").getAsString());
        assertEquals("it\nfailed", lines.get(1).get("reason").getAsString());
        assertEquals("passed", lines.get(0).get("outcome").getAsString());
        assertEquals("guard", lines.get(1).get("outcome").getAsString());
    }

    @Test
    void halfASurrogatePairCostsNoLine() throws Exception {
        DecisionJournal journal = new DecisionJournal(folder.resolve("decisions.jsonl"));
        for (String reason : List.of("before", "half \ud83d", "after")) {
            journal.onAnswer(
                    answered(Queries.at(1), Queries.answer(Decision.keep(reason), Outcome.GUARD), Duration.ZERO));
        }
        journal.stop();
        assertEquals(
                List.of("before", "half ?", "after"),
                lines().stream().map(line -> line.get("reason").getAsString()).toList());
    }

    @Test
    void aLineThatACrashHasCutOffCostsNoOther() throws Exception {
        Path file = Files.writeString(folder.resolve("decisions.jsonl"), "{\"at\": \"2026-");
        DecisionJournal journal = new DecisionJournal(file);
        journal.onAnswer(answered(Queries.at(1), Queries.answer(Decision.keep("x"), Outcome.PASSED), Duration.ZERO));
        journal.stop();
        assertEquals("{\"at\": \"2026-", Files.readAllLines(file).get(0));
        assertEquals(
                "x",
                JsonParser.parseString(Files.readAllLines(file).get(1))
                        .getAsJsonObject()
                        .get("reason")
                        .getAsString());
    }

    @Test
    void writesTheCallerAndRejections() throws Exception {
        DecisionJournal journal = new DecisionJournal(folder.resolve("decisions.jsonl"));
        journal.onAnswer(answered(Queries.at(1), Queries.answer(Decision.keep("x"), Outcome.PASSED), Duration.ZERO));
        journal.onRejection(new RejectionEvent(Instant.EPOCH, "5F…", "192.0.2.1", 403, "Forbidden\n\"x\"", 3));
        journal.stop();
        assertEquals("5E…", lines().get(0).get("validator").getAsString());
        JsonObject rejection = lines().get(1);
        assertEquals(
                "{\"at\":\"1970-01-01T00:00:00Z\",\"rejected\":403,\"count\":3,\"validator\":\"5F…\","
                        + "\"address\":\"192.0.2.1\",\"reason\":\"Forbidden\\n\\\"x\\\"\"}",
                rejection.toString());
    }

    @Test
    void writesQuestionsForTheVault() throws Exception {
        DecisionJournal journal = new DecisionJournal(folder.resolve("decisions.jsonl"));
        Optional<Caller> caller = Optional.of(new Caller("5E…", Caller.Scheme.BTAUTH));
        journal.onVaultQuery(new VaultQueryEvent(Instant.EPOCH, caller, Optional.of("0xAb"), 8453));
        journal.onVaultQuery(new VaultQueryEvent(Instant.EPOCH, Optional.empty(), Optional.empty(), 8453));
        journal.stop();
        assertEquals(
                List.of(
                        "{\"at\":\"1970-01-01T00:00:00Z\",\"validator\":\"5E…\",\"hasVault\":true,\"vault\":\"0xAb\",\"chain\":8453}",
                        "{\"at\":\"1970-01-01T00:00:00Z\",\"hasVault\":false,\"chain\":8453}"),
                lines().stream().map(JsonObject::toString).toList());
    }

    private static AnswerEvent answered(RebalanceQuery query, Answer answer, Duration duration) {
        Caller caller = new Caller("5E…", Caller.Scheme.DENDRITE);
        return new AnswerEvent(Instant.EPOCH, query, Optional.of(caller), answer, duration);
    }

    private List<JsonObject> lines() throws IOException {
        return Files.readAllLines(folder.resolve("decisions.jsonl")).stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }
}
