package weir.report.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weir.backtest.score.Participation;
import weir.backtest.score.Participation.Day;
import weir.report.journal.JournalParticipation.Job;

class JournalParticipationTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 29);

    private static String line(String at, String job, String round, String type, String decision) {
        return "{\"at\":\"2026-11-" + at + ":00Z\",\"validator\":\"5F\",\"pair\":\"0xab\",\"job\":\"" + job
                + "\",\"round\":\"" + round + "\",\"roundType\":\"" + type + "\",\"decision\":\"" + decision + "\"}";
    }

    @Test
    void roundCountsOnceOnTheDayOfItsLastQuery() {
        Map<Job, Participation> jobs = JournalParticipation.of(List.of(
                line("28T23:59", "j", "r1", "evaluation", "rebalance"),
                line("29T00:02", "j", "r1", "evaluation", "keep"),
                line("29T01:00", "j", "r2", "evaluation", "keep"),
                line("29T02:00", "k", "r2", "evaluation", "keep")));
        assertEquals(new Participation(Map.of(DAY, new Day(2, 0))), jobs.get(new Job("5F", "0xab", "j")));
        assertEquals(new Participation(Map.of(DAY, new Day(1, 0))), jobs.get(new Job("5F", "0xab", "k")));
        assertEquals(2, jobs.size());
    }

    @Test
    void refusedQueryRefusesItsRound() {
        Map<Job, Participation> jobs = JournalParticipation.of(List.of(
                line("29T00:02", "j", "r1", "evaluation", "refuse"),
                line("29T00:04", "j", "r1", "evaluation", "keep"),
                line("29T01:00", "j", "r2", "evaluation", "keep")));
        assertEquals(new Participation(Map.of(DAY, new Day(1, 1))), jobs.get(new Job("5F", "0xab", "j")));
    }

    @Test
    void otherAndInvalidLinesAreSkippedBesideValidOnes() {
        Map<Job, Participation> jobs = JournalParticipation.of(List.of(
                line("29T00:02", "j", "r0", "live", "keep"),
                "{\"at\":\"2026-11-29T00:00:00Z\",\"roundType\":\"evaluation\",\"decision\":\"keep\"}",
                "{\"at\":\"yesterday\",\"round\":\"r\",\"roundType\":\"evaluation\",\"decision\":\"keep\"}",
                "{\"at\":[],\"round\":{},\"roundType\":\"evaluation\"}",
                "{\"at\":\"2026-1",
                "[]",
                line("29T01:00", "j", "r2", "evaluation", "keep")));
        assertEquals(Map.of(new Job("5F", "0xab", "j"), new Participation(Map.of(DAY, new Day(1, 0)))), jobs);
    }
}
