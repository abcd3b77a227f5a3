package weir.installer.internal;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.AtomicFiles;

/**
 * {@code installed.json}: which content was installed from which file of the plugins folder when the host last ran. With it a
 * start need not wait for files to settle, and a file that was good once keeps its bundle after it was spoilt.
 */
final class InstalledFile {

    private static final Logger LOG = LoggerFactory.getLogger(InstalledFile.class);

    private final Path path;

    InstalledFile(Path path) {
        this.path = path;
    }

    /** Content hash by file name; nothing where the file is absent or not readable, for the plugins folder tells it all anew. */
    Map<String, String> read() {
        Map<String, String> hashes = new TreeMap<>();
        try {
            if (Files.exists(path)) {
                JsonParser.parseString(Files.readString(path, StandardCharsets.UTF_8))
                        .getAsJsonObject()
                        .asMap()
                        .forEach((file, hash) -> hashes.put(file, hash.getAsString()));
            }
        } catch (IOException | JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            LOG.warn("{} cannot be read; the plugins folder is read anew", path, e);
            return new TreeMap<>();
        }
        return hashes;
    }

    void write(Map<String, String> hashes) throws IOException {
        JsonObject object = new JsonObject();
        new TreeMap<>(hashes).forEach(object::addProperty);
        Gson gson = new GsonBuilder().setPrettyPrinting().create();
        AtomicFiles.write(path, gson.toJson(object) + "\n");
    }
}
