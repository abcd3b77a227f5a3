package weir.doctor.internal.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.doctor.Check;
import weir.doctor.Check.Status;
import weir.launcher.Home;

class QueryCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final String HOTKEY = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

    @TempDir
    private Path folder;

    private static Check check(String... lines) {
        return QueryCheck.of(List.of(lines), HOTKEY, NOW);
    }

    private static String query(String at, String validator) {
        return "{\"at\": \"" + at + "\", \"validator\": \"" + validator
                + "\", \"pair\": \"0x1\", \"outcome\": \"passed\"}";
    }

    @Test
    void validatorsOfTheLastDayAreCounted() {
        Check check = check(
                query("2026-11-28T12:00:00Z", "old"),
                query("2026-11-30T11:00:00Z", "A"),
                query("2026-11-30T11:55:00Z", "B"),
                query("2026-11-30T11:57:00Z", "A"));
        assertEquals(Status.OK, check.status());
        assertEquals("2 validators asked within the last day, the last one 3 min ago", check.message());
    }

    @Test
    void noQueryYetIsAWarningThatNamesTheWhitelist() {
        Check check = check();
        assertEquals(Status.WARNING, check.status());
        assertEquals("no validator has asked yet", check.message());
        assertTrue(
                check.remedy().contains("miner_whitelist.json")
                        && check.remedy().contains(HOTKEY),
                check.remedy());
    }

    @Test
    void queriesThatHaveStoppedAreAWarning() {
        Check check = check(query("2026-11-27T12:00:00Z", "A"));
        assertEquals(Status.WARNING, check.status());
        assertEquals("the last query of a validator was 3 days ago", check.message());
    }

    @Test
    void questionForTheVaultIsNoQuery() {
        Check check =
                check("{\"at\": \"2026-11-30T10:00:00Z\", \"validator\": \"A\", \"hasVault\": false, \"chain\": 8453}");
        assertEquals(Status.WARNING, check.status());
        assertEquals("no validator has asked yet; one asked for the vault 2 h ago", check.message());
    }

    @Test
    void rejectedRequestsAreNamedWithTheirReason() {
        Check check = check("{\"at\": \"2026-11-30T10:00:00Z\", \"rejected\": 403, \"count\": 3, \"validator\": \"A\","
                + " \"address\": \"203.0.113.9\", \"reason\": \"stake 10 is below 1000\"}");
        assertEquals(Status.WARNING, check.status());
        assertTrue(check.message().contains("203.0.113.9, got status 403: stake 10 is below 1000"), check.message());
        assertTrue(check.remedy().contains("docs/secure.md"), check.remedy());
    }

    @Test
    void requestsOfDevelopmentModeAndDamagedLinesAreIgnored() {
        Check check = check(
                "{\"at\": \"2026-11-30T11:00:00Z\", \"pair\": \"0x1\"}",
                "",
                "{\"at\": \"2026",
                "[]",
                "null",
                query("yesterday", "A"));
        assertEquals("no validator has asked yet", check.message());
    }

    @Test
    void bothFilesOfTheJournalAreRead() throws Exception {
        Home home = new Home(folder);
        assertEquals(Status.WARNING, QueryCheck.of(home, HOTKEY, NOW).status());
        java.nio.file.Files.createDirectories(home.data());
        for (String name : Stream.of("decisions.jsonl.1", "decisions.jsonl").toList()) {
            String line = query("2026-11-30T11:00:00Z", name.endsWith("1") ? "A" : "B");
            java.nio.file.Files.writeString(home.data().resolve(name), line + "\n");
        }
        assertTrue(QueryCheck.of(home, HOTKEY, NOW).message().startsWith("2 validators"));
    }
}
