package weir.installer.trust;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.framework.VersionRange;
import weir.installer.trust.Blocklist.Content;
import weir.installer.trust.Blocklist.Entry;
import weir.installer.trust.Blocklist.Match;
import weir.installer.trust.Blocklist.Versions;
import weir.installer.trust.Trust.Allowed;
import weir.installer.trust.Trust.Publisher;
import weir.installer.trust.Trust.Repository;
import weir.isolation.Level;

/** The text of {@code conf/trust.json}. */
final class TrustJson {

    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private TrustJson() {}

    /** Throws an unchecked exception of Gson, {@code java.time} or {@code java.lang} if the text is damaged. */
    static Trust parse(String text) {
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        if (json.get("format").getAsInt() != 1) {
            throw new IllegalStateException();
        }
        return new Trust(
                list(Objects.requireNonNull(json.getAsJsonArray("publishers")), TrustJson::publisher),
                list(json.getAsJsonArray("lists"), TrustJson::blocklist),
                list(
                        json.getAsJsonArray("allowed"),
                        each -> new Allowed(required(each, "sha256"), required(each, "reason"))));
    }

    static String format(Trust trust) {
        JsonObject json = new JsonObject();
        json.addProperty("format", 1);
        json.add("publishers", array(trust.publishers(), TrustJson::json));
        json.add("lists", array(trust.lists(), TrustJson::json));
        json.add("allowed", array(trust.allowed(), each -> {
            JsonObject allowed = new JsonObject();
            allowed.addProperty("sha256", each.sha256());
            allowed.addProperty("reason", each.reason());
            return allowed;
        }));
        return JSON.toJson(json) + "\n";
    }

    private static Publisher publisher(JsonObject json) {
        return new Publisher(
                required(json, "ss58"),
                required(json, "alias"),
                text(json, "coldkey"),
                text(json, "frozen"),
                list(Objects.requireNonNull(json.getAsJsonArray("repositories")), TrustJson::repository),
                json.has("serial") ? json.get("serial").getAsLong() : 0,
                texts(json.getAsJsonArray("former_keys")),
                isolation(json));
    }

    /** A missing level was written by an older Weir. */
    private static Isolation isolation(JsonObject json) {
        List<String> wrapper = texts(json.getAsJsonArray("wrapper"));
        return text(json, "isolation")
                .map(id -> new Isolation(Level.of(id).orElseThrow(IllegalArgumentException::new), wrapper))
                .orElseGet(() -> new Isolation(Isolation.DEFAULT.level(), wrapper));
    }

    private static JsonObject json(Publisher publisher) {
        JsonObject json = new JsonObject();
        json.addProperty("ss58", publisher.ss58());
        json.addProperty("alias", publisher.alias());
        publisher.coldkey().ifPresent(coldkey -> json.addProperty("coldkey", coldkey));
        publisher.frozen().ifPresent(reason -> json.addProperty("frozen", reason));
        json.addProperty("serial", publisher.serial());
        json.add("former_keys", array(publisher.formerKeys()));
        json.addProperty("isolation", publisher.isolation().level().id());
        if (!publisher.isolation().wrapper().isEmpty()) {
            json.add("wrapper", array(publisher.isolation().wrapper()));
        }
        json.add("repositories", array(publisher.repositories(), TrustJson::json));
        return json;
    }

    private static Repository repository(JsonObject json) {
        return new Repository(
                required(json, "name"),
                texts(Objects.requireNonNull(json.getAsJsonArray("urls"))),
                json.get("sequence").getAsLong(),
                required(json, "head"),
                text(json, "expires").map(Instant::parse),
                list(
                        json.getAsJsonArray("yanked"),
                        yank -> new Yank(
                                required(yank, "bundle"),
                                Severity.of(required(yank, "severity")),
                                required(yank, "reason"),
                                text(yank, "instead"),
                                yank.has("indexed") && yank.get("indexed").getAsBoolean())));
    }

    private static JsonObject json(Repository repository) {
        JsonObject json = new JsonObject();
        json.addProperty("name", repository.name());
        json.add("urls", array(repository.urls()));
        json.addProperty("sequence", repository.sequence());
        json.addProperty("head", repository.head());
        repository.expires().ifPresent(time -> json.addProperty("expires", time.toString()));
        json.add("yanked", array(repository.yanked(), yank -> {
            JsonObject each = new JsonObject();
            each.addProperty("bundle", yank.bundle());
            each.addProperty("severity", yank.severity().id());
            each.addProperty("reason", yank.reason());
            yank.instead().ifPresent(version -> each.addProperty("instead", version));
            each.addProperty("indexed", yank.isIndexed());
            return each;
        }));
        return json;
    }

    private static Blocklist blocklist(JsonObject json) {
        return new Blocklist(
                required(json, "url"),
                required(json, "name"),
                required(json, "keeper"),
                json.get("sequence").getAsLong(),
                required(json, "sha256"),
                Instant.parse(required(json, "expires")),
                list(json.getAsJsonArray("entries"), TrustJson::entry));
    }

    private static JsonObject json(Blocklist list) {
        JsonObject json = new JsonObject();
        json.addProperty("url", list.url());
        json.addProperty("name", list.name());
        json.addProperty("keeper", list.keeper());
        json.addProperty("sequence", list.sequence());
        json.addProperty("sha256", list.sha256());
        json.addProperty("expires", list.expires().toString());
        json.add(
                "entries",
                JSON.toJsonTree(list.entries().stream().map(Entry::members).toList()));
        return json;
    }

    private static Entry entry(JsonObject json) {
        JsonObject match = json.getAsJsonObject("match");
        Match parsed = match.has("sha256")
                ? new Content(required(match, "sha256"))
                : new Versions(
                        required(match, "publisher"),
                        required(match, "name"),
                        new VersionRange(required(match, "versions")));
        return new Entry(
                required(json, "id"),
                parsed,
                Severity.of(required(json, "action")),
                required(json, "reason"),
                text(json, "url"));
    }

    /** The elements of an array; a missing one was written by an older Weir. */
    private static <T> List<T> list(JsonArray array, Function<JsonObject, T> parse) {
        List<T> parsed = new ArrayList<>();
        if (array != null) {
            array.forEach(element -> parsed.add(parse.apply(element.getAsJsonObject())));
        }
        return parsed;
    }

    private static <T> JsonArray array(List<T> elements, Function<T, JsonObject> format) {
        JsonArray array = new JsonArray();
        elements.forEach(element -> array.add(format.apply(element)));
        return array;
    }

    /** The texts of an array; a missing one was written by an older Weir. */
    private static List<String> texts(JsonArray array) {
        List<String> texts = new ArrayList<>();
        if (array != null) {
            array.forEach(element -> texts.add(element.getAsString()));
        }
        return texts;
    }

    private static JsonArray array(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    private static String required(JsonObject json, String name) {
        return json.get(name).getAsString();
    }

    private static Optional<String> text(JsonObject json, String name) {
        return Optional.ofNullable(json.get(name)).map(JsonElement::getAsString);
    }
}
