package weir.report.journal;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A line of the decision journal in words: when, which query, who answered, what, why, how fast. */
public final class DecisionLine {

    private final DateTimeFormatter time;

    public DecisionLine(ZoneId zone) {
        this.time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(zone);
    }

    /** The words; a line that cannot be read is shown as it is. */
    public String of(String line) {
        try {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            StringBuilder words = new StringBuilder(time.format(Instant.parse(text(json, "at"))));
            words.append("  RebalanceQuery received  ").append(text(json, "pair"));
            words.append(" block ").append(text(json, "block")).append(' ').append(text(json, "roundType"));
            words.append("  ").append(text(json, "route")).append(": ");
            words.append(text(json, "strategy")).append(' ').append(text(json, "version"));
            words.append("  ").append(decision(json));
            words.append(String.format(Locale.ROOT, "  %.1f ms", Long.parseLong(text(json, "micros")) / 1e3));
            if (json.has("dropped")) {
                words.append("  (")
                        .append(text(json, "dropped"))
                        .append(" answers before this one are not in the journal)");
            }
            return words.toString();
        } catch (JsonParseException | IllegalStateException | DateTimeException | NumberFormatException e) {
            return line;
        }
    }

    private static String decision(JsonObject json) {
        String reason = text(json, "reason");
        String why = reason.isBlank() || reason.equals("-") ? "" : " (" + printable(reason) + ")";
        String outcome = outcome(json);
        if (!outcome.equals("passed") && !outcome.equals("-")) {
            return "ERROR (" + outcome + "), current positions kept" + why;
        }
        String decision = text(json, "decision");
        return (decision.equals("rebalance") ? "rebalance to " + text(json, "positions") + " positions" : decision)
                + why;
    }

    /** Journals of version 0.2 have the field {@code verdict} and two other names. */
    private static String outcome(JsonObject json) {
        return switch (text(json, "verdict")) {
            case "-" -> text(json, "outcome");
            case "threw" -> "exception";
            case "nobody" -> "unavailable";
            default -> text(json, "verdict");
        };
    }

    /** Reasons are a strategy's own words, and a terminal obeys control characters. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private static String text(JsonObject json, String field) {
        JsonElement value = json.get(field);
        return value == null || value.isJsonNull() ? "-" : value.getAsString();
    }
}
