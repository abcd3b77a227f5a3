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
import java.util.Set;
import weir.report.TextTable;

/**
 * A line of the decision journal as text: time, query, route, strategy, decision, reason, duration and validator; or a question
 * for the miner's vault and its answer; or rejected requests with their status and reason.
 */
public final class DecisionLineFormatter {

    private final DateTimeFormatter time;

    /** @param zone time zone of the text */
    public DecisionLineFormatter(ZoneId zone) {
        this.time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(zone);
    }

    /** The text; a line that is not valid is returned as it is. */
    public String format(String line) {
        try {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            String text =
                    json.has("rejected") ? rejection(json) : json.has("hasVault") ? vaultQuery(json) : answer(json);
            String dropped = json.has("dropped")
                    ? "  (" + text(json, "dropped") + " lines before this one are not in the journal)"
                    : "";
            return time.format(Instant.parse(text(json, "at"))) + "  " + text + dropped;
        } catch (JsonParseException | IllegalStateException | DateTimeException | NumberFormatException e) {
            return line;
        }
    }

    private static String answer(JsonObject json) {
        return String.format(
                Locale.ROOT,
                "RebalanceQuery received  %s block %s %s  %s: %s %s  %s  %.1f ms%s",
                text(json, "pair"),
                text(json, "block"),
                text(json, "roundType"),
                text(json, "route"),
                text(json, "strategy"),
                text(json, "version"),
                decision(json),
                Long.parseLong(text(json, "micros")) / 1e3,
                json.has("validator") ? "  from " + text(json, "validator") : "");
    }

    private static String vaultQuery(JsonObject json) {
        String vault =
                json.has("vault") ? "vault " + text(json, "vault") + " on chain " + text(json, "chain") : "no vault";
        return "VaultRegistrationQuery received  " + vault
                + (json.has("validator") ? "  from " + text(json, "validator") : "");
    }

    private static String rejection(JsonObject json) {
        return "REJECTED (" + text(json, "rejected") + ")  in the name of " + text(json, "validator") + " from "
                + text(json, "address") + "  " + TextTable.plain(text(json, "reason"))
                + (text(json, "count").equals("1") ? "" : "  (" + text(json, "count") + " requests)");
    }

    private static String decision(JsonObject json) {
        String reason = text(json, "reason");
        String suffix = reason.isBlank() || reason.equals("-") ? "" : " (" + TextTable.plain(reason) + ")";
        String outcome = outcome(json);
        if (!Set.of("passed", "refused", "-").contains(outcome)) {
            return "ERROR (" + outcome + "), current positions kept" + suffix;
        }
        String decision = text(json, "decision");
        return (decision.equals("rebalance") ? "rebalance to " + text(json, "positions") + " positions" : decision)
                + suffix;
    }

    /** Older journals have the field {@code verdict} and two other names. */
    private static String outcome(JsonObject json) {
        return switch (text(json, "verdict")) {
            case "-" -> text(json, "outcome");
            case "threw" -> "exception";
            case "nobody" -> "unavailable";
            default -> text(json, "verdict");
        };
    }

    private static String text(JsonObject json, String field) {
        JsonElement value = json.get(field);
        return value == null || value.isJsonNull() ? "-" : value.getAsString();
    }
}
