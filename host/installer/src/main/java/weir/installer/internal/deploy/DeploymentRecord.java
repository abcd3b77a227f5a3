package weir.installer.internal.deploy;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.AtomicFiles;

/**
 * {@code installed.json}: the content hash that was last deployed from each file of the plugins directory. It lets the host deploy at
 * start without waiting for files to settle, and keep the last good content of a file that was damaged.
 */
public final class DeploymentRecord {

    private static final Logger LOG = LoggerFactory.getLogger(DeploymentRecord.class);
    private static final int FORMAT_VERSION = 2;
    private static final String VERSION_KEY = "formatVersion";
    private static final String PLUGINS_KEY = "plugins";

    private final Path path;

    public DeploymentRecord(Path path) {
        this.path = path;
    }

    /** Content hash by file name. Empty if the record is missing or damaged, since the plugins directory is read anyway. */
    public Map<String, String> read() {
        Map<String, String> hashes = new TreeMap<>();
        try {
            if (Files.exists(path)) {
                JsonObject json = JsonParser.parseString(Files.readString(path)).getAsJsonObject();
                // Format 1, of Weir 0.2 and older, has the hashes at the top level and no version.
                JsonObject plugins = json.has(VERSION_KEY) ? json.getAsJsonObject(PLUGINS_KEY) : json;
                plugins.asMap().forEach((file, hash) -> hashes.put(file, hash.getAsString()));
            }
            return hashes;
        } catch (IOException | RuntimeException e) {
            LOG.warn("Could not read {}; deploying all files of the plugins directory again", path, e);
            return Map.of();
        }
    }

    public void write(Map<String, String> hashes) throws IOException {
        JsonObject plugins = new JsonObject();
        new TreeMap<>(hashes).forEach(plugins::addProperty);
        JsonObject json = new JsonObject();
        json.addProperty(VERSION_KEY, FORMAT_VERSION);
        json.add(PLUGINS_KEY, plugins);
        AtomicFiles.write(path, new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n");
    }
}
