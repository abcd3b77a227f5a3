package weir.rounds.internal.challenge.records;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weir.base.AtomicFiles;
import weir.rounds.challenge.ChallengeStatus.Event;
import weir.rounds.challenge.Evidence;

/**
 * The records of challenges, one file per route: {@code <route>.json}. A file is replaced atomically, so a crash leaves its old or its new
 * content.
 *
 * @param directory directory of the files, created when one is written
 */
public record RecordFiles(Path directory) {

    private static final int FORMAT = 1;
    private static final long MAX_FILE_BYTES = 1 << 20;

    private static final class NewerFormatException extends IOException {
        private static final long serialVersionUID = 1L;

        NewerFormatException(String message) {
            super(message);
        }
    }

    /**
     * Returns the record of a route; {@link RouteRecord#EMPTY} if there is none.
     *
     * @throws IOException if it is damaged or a newer version has written it; the message names the file and the remedy
     */
    public RouteRecord read(String route) throws IOException {
        Path file = file(route);
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IOException("it is larger than 1 MiB");
            }
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            int format = json.get("format").getAsInt();
            if (format > FORMAT) {
                throw new NewerFormatException("the record " + file + " has format " + format
                        + ", and this version reads " + FORMAT + "; update Weir");
            }
            List<Instant> changes = new ArrayList<>();
            for (JsonElement change : json.getAsJsonArray("changes")) {
                changes.add(Instant.parse(change.getAsString()));
            }
            List<Event> events = new ArrayList<>();
            for (JsonElement element : json.getAsJsonArray("events")) {
                JsonObject event = element.getAsJsonObject();
                events.add(new Event(time(event, "time"), event.get("text").getAsString()));
            }
            return new RouteRecord(
                    json.get("tried").getAsInt(),
                    Optional.ofNullable(json.getAsJsonObject("contest")).map(RecordFiles::contest),
                    changes,
                    events);
        } catch (NoSuchFileException e) {
            return RouteRecord.EMPTY;
        } catch (NewerFormatException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "the record " + file + " cannot be read (" + e + "); restore it from a backup, or delete it, which"
                            + " forgets how many challengers were tried",
                    e);
        }
    }

    void write(String route, RouteRecord content) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("tried", content.tried());
        JsonArray changes = new JsonArray();
        content.changes().forEach(change -> changes.add(change.toString()));
        json.add("changes", changes);
        content.contest().ifPresent(contest -> json.add("contest", contest(contest)));
        JsonArray events = new JsonArray();
        for (Event event : content.events()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("time", event.time().toString());
            entry.addProperty("text", event.text());
            events.add(entry);
        }
        json.add("events", events);
        Files.createDirectories(directory);
        AtomicFiles.write(file(route), json + "\n");
    }

    private Path file(String route) {
        return directory.resolve(route + ".json");
    }

    private static JsonObject contest(Contest contest) {
        JsonObject json = new JsonObject();
        json.addProperty("champion", contest.champion());
        json.addProperty("challenger", contest.challenger());
        json.addProperty("started", contest.started().toString());
        json.addProperty("limit", contest.evidence().limit());
        json.addProperty("margin", contest.evidence().margin());
        JsonArray capitals = new JsonArray();
        contest.evidence().logCapitals().forEach(capitals::add);
        json.add("logCapitals", capitals);
        json.addProperty("differences", contest.evidence().count());
        json.addProperty("rounds", contest.results().rounds());
        json.addProperty("sum", contest.results().sum());
        json.addProperty("comparedThrough", contest.results().comparedThrough().toString());
        if (Double.isFinite(contest.results().historyBound())) {
            json.addProperty("historyBound", contest.results().historyBound());
        }
        contest.results().blocks().ifPresent(span -> {
            json.addProperty("chain", span.chainId());
            json.addProperty("firstBlock", span.first());
            json.addProperty("lastBlock", span.last());
        });
        json.addProperty("promoted", contest.status().isPromoted());
        json.addProperty("approved", contest.status().isApproved());
        contest.status().stopped().ifPresent(reason -> json.addProperty("stopped", reason));
        return json;
    }

    private static Contest contest(JsonObject json) {
        List<Double> capitals = new ArrayList<>();
        json.getAsJsonArray("logCapitals").forEach(capital -> capitals.add(capital.getAsDouble()));
        return new Contest(
                json.get("champion").getAsString(),
                json.get("challenger").getAsString(),
                time(json, "started"),
                new Contest.Results(
                        new Evidence(
                                json.get("limit").getAsDouble(),
                                json.get("margin").getAsDouble(),
                                capitals,
                                json.get("differences").getAsLong()),
                        json.get("rounds").getAsLong(),
                        json.get("sum").getAsDouble(),
                        time(json, "comparedThrough"),
                        json.has("historyBound") ? json.get("historyBound").getAsDouble() : Double.NaN,
                        json.has("chain") ? Optional.of(blocks(json)) : Optional.empty()),
                new Contest.Status(
                        json.get("promoted").getAsBoolean(),
                        json.get("approved").getAsBoolean(),
                        Optional.ofNullable(json.get("stopped")).map(JsonElement::getAsString)));
    }

    private static BlockSpan blocks(JsonObject json) {
        return new BlockSpan(
                json.get("chain").getAsLong(),
                json.get("firstBlock").getAsLong(),
                json.get("lastBlock").getAsLong());
    }

    private static Instant time(JsonObject json, String field) {
        return Instant.parse(json.get(field).getAsString());
    }
}
