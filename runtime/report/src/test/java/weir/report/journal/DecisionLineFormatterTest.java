package weir.report.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DecisionLineFormatterTest {

    private static final String QUERY =
            """
            {"at":"2026-05-01T12:00:03.123Z","pair":"0xabc","block":31000000,"roundType":"evaluation","route":"default",\
            "strategy":"hold","version":"1.0.0","micros":1234,""";

    private final DecisionLineFormatter lines = new DecisionLineFormatter(ZoneOffset.UTC);

    @Test
    void showsQueryAndDecision() {
        String begin = "2026-05-01 12:00:03  RebalanceQuery received  0xabc block 31000000 evaluation"
                + "  default: hold 1.0.0  ";
        assertEquals(
                begin + "keep (in range)  1.2 ms",
                lines.format(QUERY + "\"decision\":\"keep\",\"verdict\":\"passed\",\"reason\":\"in range\"}"));
        assertEquals(
                begin + "rebalance to 2 positions (left the range)  1.2 ms",
                lines.format(QUERY + "\"decision\":\"rebalance\",\"positions\":2,\"verdict\":\"passed\","
                        + "\"reason\":\"left the range\"}"));
        assertEquals(
                begin + "refuse (not this pair)  1.2 ms",
                lines.format(QUERY + "\"decision\":\"refuse\",\"verdict\":\"passed\",\"reason\":\"not this pair\"}"));
        assertEquals(
                begin + "refuse (not this vault)  1.2 ms",
                lines.format(QUERY + "\"decision\":\"refuse\",\"outcome\":\"refused\",\"reason\":\"not this vault\"}"));
        assertEquals(
                begin + "ERROR (timeout), current positions kept (it timed out)  1.2 ms"
                        + "  (7 lines before this one are not in the journal)",
                lines.format(QUERY
                        + "\"decision\":\"keep\",\"verdict\":\"timeout\",\"reason\":\"it timed out\",\"dropped\":7}"));
    }

    @Test
    void showsTheValidatorAndRejectedRequests() {
        assertTrue(lines.format(
                        QUERY + "\"decision\":\"keep\",\"outcome\":\"passed\",\"reason\":\"\",\"validator\":\"5F\"}")
                .endsWith("  keep  1.2 ms  from 5F"));
        assertEquals(
                "2026-05-01 12:00:03  REJECTED (403)  in the name of 5F from 192.0.2.1  Low stake.  (3 requests)"
                        + "  (2 lines before this one are not in the journal)",
                lines.format("{\"at\":\"2026-05-01T12:00:03Z\",\"rejected\":403,\"count\":3,\"validator\":\"5F\","
                        + "\"address\":\"192.0.2.1\",\"reason\":\"Low stake.\",\"dropped\":2}"));
    }

    @Test
    void showsQuestionsForTheVault() {
        assertEquals(
                "2026-05-01 12:00:03  VaultRegistrationQuery received  vault 0xAb on chain 8453  from 5F",
                lines.format("{\"at\":\"2026-05-01T12:00:03Z\",\"validator\":\"5F\",\"hasVault\":true,"
                        + "\"vault\":\"0xAb\",\"chain\":8453}"));
        assertEquals(
                "2026-05-01 12:00:03  VaultRegistrationQuery received  no vault",
                lines.format("{\"at\":\"2026-05-01T12:00:03Z\",\"hasVault\":false,\"chain\":8453}"));
    }

    @Test
    void readsOutcomesOfOldAndNewJournals() {
        for (String field : new String[] {"\"verdict\":\"threw\"", "\"outcome\":\"exception\""}) {
            String line = lines.format(QUERY + "\"decision\":\"keep\"," + field + ",\"reason\":\"oops\"}");
            assertTrue(line.contains("ERROR (exception), current positions kept (oops)"), line);
        }
        String line = lines.format(QUERY + "\"decision\":\"keep\",\"verdict\":\"nobody\",\"reason\":\"\"}");
        assertTrue(line.contains("ERROR (unavailable)"), line);
    }

    @Test
    void reasonsContainNoControlCharacters() {
        String line =
                lines.format(QUERY + "\"decision\":\"keep\",\"verdict\":\"passed\",\"reason\":\"a\\u001b[2Jb\\nc\"}");
        assertFalse(line.chars().anyMatch(Character::isISOControl), line);
    }

    @Test
    void invalidLinesAreShownUnchanged() {
        for (String other : new String[] {"", "half a li", "[]", "{}", "{\"at\":\"yesterday\"}"}) {
            assertEquals(other, lines.format(other));
        }
    }
}
