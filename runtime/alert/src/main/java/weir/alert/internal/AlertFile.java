package weir.alert.internal;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import weir.base.WeirException;

/**
 * {@code conf/alerts.json}: {@code {"format": 1, "miner": NAME, "receivers": [{"kind", "url", "events", "quiet_seconds"}]}}. Messages about
 * the file name the field and never its value, which may be a secret.
 *
 * @param warnings what should be corrected, although the file is valid
 */
public record AlertFile(List<Receiver> receivers, List<String> warnings) {

    private static final int FORMAT = 1;
    private static final int MAX_BYTES = 65_536;
    private static final int MAX_RECEIVERS = 16;
    private static final int DEFAULT_QUIET_SECONDS = 300;
    private static final int MAX_QUIET_SECONDS = 86_400;

    private static final String EXAMPLE =
            "{\"format\": 1, \"receivers\": [{\"kind\": \"discord\", \"url\": \"https://…\","
                    + " \"events\": [\"host\", \"health\"], \"quiet_seconds\": 300}]}";

    public AlertFile {
        receivers = List.copyOf(receivers);
        warnings = List.copyOf(warnings);
    }

    /** @throws WeirException if the file is missing, cannot be read or is invalid */
    public static AlertFile read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw invalid(file, "it is larger than " + MAX_BYTES + " bytes");
            }
            JsonElement json = JsonParser.parseString(Files.readString(file));
            return new AlertFile(receivers(file, json), warnings(file));
        } catch (NoSuchFileException e) {
            throw WeirException.failed(
                    "no receivers of alerts: " + file + " does not exist", "Create it, for example with " + EXAMPLE);
        } catch (JsonParseException e) {
            // Without the parser's message, which may quote the file.
            throw invalid(file, "it is not valid JSON");
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + file, "Give the command as the owner of the file.", e);
        }
    }

    private static List<Receiver> receivers(Path file, JsonElement root) {
        if (!(root instanceof JsonObject json)) {
            throw invalid(file, "it is not a JSON object");
        }
        allowOnly(file, "", json, "format", "miner", "receivers");
        if (number(file, "format", json.get("format"), 1, Integer.MAX_VALUE) != FORMAT) {
            throw WeirException.failed(
                    file + ": format must be " + FORMAT,
                    "Use the version of Weir that wrote the file, or write it again.");
        }
        String miner = json.has("miner") ? text(file, "miner", json.get("miner")) : "";
        if (miner.length() > 64) {
            throw invalid(file, "miner has more than 64 characters");
        }
        if (!json.has("receivers")
                || !json.get("receivers").isJsonArray()
                || json.getAsJsonArray("receivers").isEmpty()
                || json.getAsJsonArray("receivers").size() > MAX_RECEIVERS) {
            throw invalid(file, "receivers must be a list of 1 to " + MAX_RECEIVERS + " objects");
        }
        List<Receiver> receivers = new ArrayList<>();
        for (JsonElement element : json.getAsJsonArray("receivers")) {
            receivers.add(receiver(file, receivers.size() + 1, miner, element));
        }
        return receivers;
    }

    private static Receiver receiver(Path file, int number, String miner, JsonElement element) {
        String place = "receivers[" + (number - 1) + "]";
        if (!(element instanceof JsonObject json)) {
            throw invalid(file, place + " is not a JSON object");
        }
        allowOnly(file, place + ".", json, "kind", "url", "events", "quiet_seconds");
        Receiver.Kind kind = kind(file, place + ".kind", json.get("kind"));
        URI uri = uri(file, place + ".url", json.get("url"));
        if (kind == Receiver.Kind.TELEGRAM && Receiver.chatId(uri).isEmpty()) {
            throw invalid(file, place + ".url must end with ?chat_id= and the number of the chat");
        }
        int quiet = json.has("quiet_seconds")
                ? number(file, place + ".quiet_seconds", json.get("quiet_seconds"), 1, MAX_QUIET_SECONDS)
                : DEFAULT_QUIET_SECONDS;
        return new Receiver(
                number,
                miner,
                kind,
                uri,
                events(file, place + ".events", json.get("events")),
                Duration.ofSeconds(quiet));
    }

    private static Receiver.Kind kind(Path file, String field, JsonElement value) {
        for (Receiver.Kind kind : Receiver.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text(file, field, value))) {
                return kind;
            }
        }
        throw invalid(file, field + " must be webhook, discord or telegram");
    }

    private static URI uri(Path file, String field, JsonElement value) {
        try {
            URI uri = new URI(text(file, field, value));
            boolean isHttp = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (isHttp && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Reported below, without the value.
        }
        throw invalid(file, field + " must be an http:// or https:// URL without a user name");
    }

    private static Set<Event> events(Path file, String field, JsonElement value) {
        Set<Event> events = EnumSet.noneOf(Event.class);
        if (value != null && value.isJsonArray()) {
            value.getAsJsonArray()
                    .forEach(each -> events.add(Event.of(text(file, field, each))
                            .orElseThrow(() -> invalid(file, field + " may contain " + Event.keys()))));
        }
        if (events.isEmpty()) {
            throw invalid(file, field + " must be a list of at least one of " + Event.keys());
        }
        return events;
    }

    private static String text(Path file, String field, JsonElement value) {
        if (value instanceof JsonPrimitive primitive && primitive.isString()) {
            return primitive.getAsString();
        }
        throw invalid(file, field + (value == null ? " is missing" : " must be a text"));
    }

    private static int number(Path file, String field, JsonElement value, int min, int max) {
        if (value instanceof JsonPrimitive primitive
                && primitive.isNumber()
                && primitive.getAsString().matches("[0-9]{1,9}")
                && primitive.getAsInt() >= min
                && primitive.getAsInt() <= max) {
            return primitive.getAsInt();
        }
        throw invalid(
                file, field + (value == null ? " is missing" : " must be a whole number from " + min + " to " + max));
    }

    private static void allowOnly(Path file, String place, JsonObject json, String... fields) {
        for (String field : json.keySet()) {
            if (!List.of(fields).contains(field)) {
                throw invalid(file, place + "a field has an unknown name; the names are " + String.join(", ", fields));
            }
        }
    }

    private static List<String> warnings(Path file) throws IOException {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.OTHERS_READ)
                            || permissions.contains(PosixFilePermission.GROUP_READ)
                    ? List.of("other users can read " + file + ", which contains secrets: chmod 600 " + file)
                    : List.of();
        } catch (UnsupportedOperationException e) {
            return List.of();
        }
    }

    private static WeirException invalid(Path file, String problem) {
        return WeirException.failed(file + ": " + problem, "Correct the file, for example " + EXAMPLE);
    }
}
