package weir.report.journal;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import weir.backtest.score.Participation;

/**
 * Counts the evaluation rounds in the decision journal, by validator, pair and job. It is an estimate of what the validator counts: a
 * round counts as accepted if the host refused none of its queries, because the journal does not show whether an answer arrived in time.
 * Days are those of UTC.
 */
public final class JournalParticipation {

    private JournalParticipation() {}

    /**
     * A job of a validator.
     *
     * @param validator hotkey; {@code -} in development mode
     * @param pair address of the pool
     * @param job id of the job
     */
    public record Job(String validator, String pair, String job) {}

    private record Round(Job job, String round) {}

    private record RoundDay(LocalDate day, boolean isAccepted) {
        RoundDay and(RoundDay later) {
            return new RoundDay(later.day, isAccepted && later.isAccepted);
        }
    }

    /** @param lines lines of the journal, oldest first; others than those of evaluation queries, and invalid ones, are skipped */
    public static Map<Job, Participation> of(List<String> lines) {
        Map<Round, RoundDay> rounds = new HashMap<>();
        lines.forEach(line -> addQuery(rounds, line));
        Map<Job, Participation> participations = new TreeMap<>(
                Comparator.comparing(Job::validator).thenComparing(Job::pair).thenComparing(Job::job));
        rounds.forEach((round, day) -> participations.merge(
                round.job,
                Participation.NONE.plus(day.day, day.isAccepted),
                (sum, ignored) -> sum.plus(day.day, day.isAccepted)));
        return participations;
    }

    private static void addQuery(Map<Round, RoundDay> rounds, String line) {
        try {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            // Journals of version 0.2 do not have the round.
            if (!json.has("round") || !text(json, "roundType").equals("evaluation")) {
                return;
            }
            Job job = new Job(text(json, "validator"), text(json, "pair"), text(json, "job"));
            LocalDate day =
                    Instant.parse(text(json, "at")).atOffset(ZoneOffset.UTC).toLocalDate();
            RoundDay query = new RoundDay(day, !text(json, "decision").equals("refuse"));
            rounds.merge(new Round(job, text(json, "round")), query, RoundDay::and);
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | DateTimeException e) {
            // An incomplete or damaged line; the others count.
        }
    }

    private static String text(JsonObject json, String field) {
        return json.has(field) ? json.get(field).getAsString() : "-";
    }
}
