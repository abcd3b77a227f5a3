package weir.doctor.internal.host;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import weir.base.WeirException;
import weir.doctor.Check;
import weir.launcher.Home;
import weir.report.journal.JournalFollower;

/** Whether validators ask, by the decision journal. */
public final class QueryCheck {

    private static final String NAME = "queries";
    private static final int MAX_LINES = 20_000;
    private static final Duration RECENT = Duration.ofDays(1);

    private QueryCheck() {}

    public static Check of(Home home, String hotkey, Instant now) {
        try {
            return of(lines(home.decisions()), hotkey, now);
        } catch (IOException e) {
            return Check.unchecked(
                    NAME,
                    "cannot read " + home.decisions() + ": " + WeirException.describe(e),
                    "Give the command as the user who runs the host.");
        }
    }

    private static List<String> lines(Path journal) throws IOException {
        if (!Files.isDirectory(journal.getParent())) {
            return List.of();
        }
        try (JournalFollower follower = new JournalFollower(journal)) {
            return follower.lastLines(MAX_LINES);
        }
    }

    /** @param lines of the decision journal, oldest first; others are ignored */
    public static Check of(List<String> lines, String hotkey, Instant now) {
        Optional<Instant> lastQuery = Optional.empty();
        Optional<Instant> lastVaultQuery = Optional.empty();
        String rejection = "";
        Set<String> recentValidators = new HashSet<>();
        for (String line : lines) {
            try {
                JsonObject json = JsonParser.parseString(line).getAsJsonObject();
                Instant at = Instant.parse(JsonFields.text(json, "at"));
                String validator = JsonFields.text(json, "validator");
                if (json.has("rejected")) {
                    rejection = "the last rejected request, from " + JsonFields.text(json, "address")
                            + ", got status " + JsonFields.text(json, "rejected") + ": "
                            + JsonFields.text(json, "reason");
                } else if (json.has("hasVault")) {
                    lastVaultQuery = Optional.of(at);
                } else if (!validator.isEmpty()) {
                    lastQuery = Optional.of(at);
                    if (Duration.between(at, now).compareTo(RECENT) < 0) {
                        recentValidators.add(validator);
                    }
                }
            } catch (JsonParseException | IllegalStateException | DateTimeException e) {
                continue; // A line that a crash has cut off.
            }
        }
        if (!recentValidators.isEmpty()) {
            return Check.ok(
                    NAME,
                    recentValidators.size() + " validators asked within the last day, the last one "
                            + ago(lastQuery.get(), now));
        }
        String last = lastQuery
                .map(at -> "the last query of a validator was " + ago(at, now))
                .orElse("no validator has asked yet");
        String vault = lastVaultQuery
                .map(at -> "; one asked for the vault " + ago(at, now))
                .orElse("");
        return Check.warning(
                NAME,
                last + vault + (rejection.isEmpty() ? "" : "; " + rejection),
                rejection.isEmpty() || lastQuery.isPresent()
                        ? whitelist(hotkey)
                        : "See docs/secure.md for rejected requests. " + whitelist(hotkey));
    }

    private static String whitelist(String hotkey) {
        return "Validators ask the hotkeys in their miner_whitelist.json, and some of them only miners with a vault: ask the "
                + "subnet's team to add " + hotkey
                + ", set --vault.address, and publish the address with `weir serve-axon`.";
    }

    /** A time as an operator says it: {@code 3 min ago}. */
    public static String ago(Instant at, Instant now) {
        Duration age = Duration.between(at, now);
        if (age.toMinutes() < 1) {
            return "less than a minute ago";
        }
        return age.toHours() < 1
                ? age.toMinutes() + " min ago"
                : age.toDays() < 2 ? age.toHours() + " h ago" : age.toDays() + " days ago";
    }
}
