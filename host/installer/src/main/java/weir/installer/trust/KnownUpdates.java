package weir.installer.trust;

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
import org.osgi.framework.Version;
import weir.base.AtomicFiles;
import weir.base.WeirException;

/**
 * What the last {@code weir update --check} found, in the file {@code data/updates.json}, from which the host shows it. Immutable.
 *
 * @param checked time of the check
 * @param updates newer versions of installed bundles
 * @param problems versions that cannot be installed and repositories that cannot be reached, each with the reason
 */
public record KnownUpdates(Instant checked, List<Update> updates, List<String> problems) {

    private static final int FORMAT = 1;

    public KnownUpdates {
        updates = List.copyOf(updates);
        problems = List.copyOf(problems);
    }

    /**
     * A newer version.
     *
     * @param bundle symbolic name
     * @param installed the newest installed version at the time of the check
     * @param version the newer version
     * @param alias the operator's name for the publisher
     * @param publisher ss58 address of the publisher, who has signed the version
     * @param description the differences, in one line
     */
    public record Update(
            String bundle, Version installed, Version version, String alias, String publisher, String description) {}

    /** Stores the result in a data directory. */
    public void write(Path data) throws IOException {
        JsonArray list = new JsonArray();
        for (Update update : updates) {
            JsonObject each = new JsonObject();
            each.addProperty("bundle", update.bundle());
            each.addProperty("installed", update.installed().toString());
            each.addProperty("version", update.version().toString());
            each.addProperty("alias", update.alias());
            each.addProperty("publisher", update.publisher());
            each.addProperty("description", update.description());
            list.add(each);
        }
        JsonArray texts = new JsonArray();
        problems.forEach(texts::add);
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("checked", checked.toString());
        json.add("updates", list);
        json.add("problems", texts);
        AtomicFiles.write(file(data), json + "\n");
    }

    /**
     * Reads the result of the last check; empty if there was none.
     *
     * @throws WeirException if the file is damaged or of another format
     */
    public static Optional<KnownUpdates> read(Path data) {
        Path file = file(data);
        try {
            return Optional.of(
                    parse(JsonParser.parseString(Files.readString(file)).getAsJsonObject()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            throw WeirException.failed(
                    file + " cannot be read", "Run `weir update --check`, which writes it again.", e);
        }
    }

    private static KnownUpdates parse(JsonObject json) {
        if (json.get("format").getAsInt() != FORMAT) {
            throw new IllegalArgumentException("format is " + json.get("format") + ", not " + FORMAT);
        }
        List<Update> updates = new ArrayList<>();
        for (JsonElement element : json.getAsJsonArray("updates")) {
            JsonObject each = element.getAsJsonObject();
            updates.add(new Update(
                    each.get("bundle").getAsString(),
                    Version.parseVersion(each.get("installed").getAsString()),
                    Version.parseVersion(each.get("version").getAsString()),
                    each.get("alias").getAsString(),
                    each.get("publisher").getAsString(),
                    each.get("description").getAsString()));
        }
        List<String> problems = new ArrayList<>();
        json.getAsJsonArray("problems").forEach(text -> problems.add(text.getAsString()));
        return new KnownUpdates(Instant.parse(json.get("checked").getAsString()), updates, problems);
    }

    private static Path file(Path data) {
        return data.resolve("updates.json");
    }
}
