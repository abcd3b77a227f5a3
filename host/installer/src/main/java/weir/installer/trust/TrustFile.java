package weir.installer.trust;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import weir.base.AtomicFiles;
import weir.base.WeirException;
import weir.installer.trust.Trust.Publisher;
import weir.installer.trust.Trust.Repository;

/**
 * The file {@code conf/trust.json} and its journal {@code data/trust.jsonl}, a line for each change. Commands change the file, one at a
 * time; after a kill it has its old or its new content. Thread-safe.
 */
public final class TrustFile {

    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private static final Object LOCK = new Object();

    private final Path file;
    private final Path journal;
    private final InstantSource clock;

    /**
     * @param conf directory {@code conf} of the home
     * @param data directory {@code data} of the home
     */
    public TrustFile(Path conf, Path data, InstantSource clock) {
        this.file = conf.resolve("trust.json");
        this.journal = data.resolve("trust.jsonl");
        this.clock = clock;
    }

    /**
     * Reads the file; a missing one trusts no publisher.
     *
     * @throws WeirException if it cannot be read or is damaged
     */
    public Trust read() {
        try {
            return parse(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
        } catch (NoSuchFileException e) {
            return new Trust(List.of());
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + file, "Check its permissions.", e);
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | ClassCastException
                | UnsupportedOperationException
                | NumberFormatException e) {
            throw WeirException.failed(
                    file + " is damaged",
                    "Restore it from a backup. If you delete it, Weir forgets which publishers you trust and accepts old heads.");
        }
    }

    /**
     * Changes the file, and adds a line to the journal if something has changed.
     *
     * @param action what the change is for, for example {@code trust alice 5F…}
     * @return the new content
     * @throws WeirException if it cannot be written; the old content then remains
     */
    public Trust update(String action, UnaryOperator<Trust> change) {
        synchronized (LOCK) { // a file lock holds off other processes only
            return updateAlone(action, change);
        }
    }

    private Trust updateAlone(String action, UnaryOperator<Trust> change) {
        try {
            Files.createDirectories(file.getParent());
            Files.createDirectories(journal.getParent());
            Path lock = file.resolveSibling("trust.json.lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = channel.lock()) {
                Trust before = read();
                Trust after = change.apply(before);
                if (!after.equals(before)) {
                    AtomicFiles.write(file, JSON.toJson(format(after)) + "\n");
                    append(action);
                }
                return after;
            }
        } catch (IOException e) {
            throw WeirException.failed("cannot write " + file, "Check its permissions and the free disk space.", e);
        }
    }

    private void append(String action) throws IOException {
        JsonObject line = new JsonObject();
        line.addProperty("at", clock.instant().toString());
        line.addProperty("action", action);
        try (FileChannel out = FileChannel.open(
                journal, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            out.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            out.force(true);
        }
    }

    private static Trust parse(JsonObject json) {
        if (json.get("format").getAsInt() != 1) {
            throw new IllegalStateException();
        }
        List<Publisher> publishers = new ArrayList<>();
        for (JsonElement element : json.getAsJsonArray("publishers")) {
            JsonObject publisher = element.getAsJsonObject();
            List<Repository> repositories = new ArrayList<>();
            for (JsonElement each : publisher.getAsJsonArray("repositories")) {
                JsonObject repository = each.getAsJsonObject();
                List<String> urls = new ArrayList<>();
                repository.getAsJsonArray("urls").forEach(url -> urls.add(url.getAsString()));
                repositories.add(new Repository(
                        repository.get("name").getAsString(),
                        urls,
                        repository.get("sequence").getAsLong(),
                        repository.get("head").getAsString()));
            }
            publishers.add(new Publisher(
                    publisher.get("ss58").getAsString(),
                    publisher.get("alias").getAsString(),
                    text(publisher, "coldkey"),
                    text(publisher, "frozen"),
                    repositories));
        }
        return new Trust(publishers);
    }

    private static Optional<String> text(JsonObject json, String name) {
        return Optional.ofNullable(json.get(name)).map(JsonElement::getAsString);
    }

    private static JsonObject format(Trust trust) {
        JsonArray publishers = new JsonArray();
        for (Publisher publisher : trust.publishers()) {
            JsonArray repositories = new JsonArray();
            for (Repository repository : publisher.repositories()) {
                JsonArray urls = new JsonArray();
                repository.urls().forEach(urls::add);
                JsonObject each = new JsonObject();
                each.addProperty("name", repository.name());
                each.add("urls", urls);
                each.addProperty("sequence", repository.sequence());
                each.addProperty("head", repository.head());
                repositories.add(each);
            }
            JsonObject json = new JsonObject();
            json.addProperty("ss58", publisher.ss58());
            json.addProperty("alias", publisher.alias());
            publisher.coldkey().ifPresent(coldkey -> json.addProperty("coldkey", coldkey));
            publisher.frozen().ifPresent(reason -> json.addProperty("frozen", reason));
            json.add("repositories", repositories);
            publishers.add(json);
        }
        JsonObject json = new JsonObject();
        json.addProperty("format", 1);
        json.add("publishers", publishers);
        return json;
    }
}
