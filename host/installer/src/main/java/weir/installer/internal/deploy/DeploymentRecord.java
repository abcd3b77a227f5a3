package weir.installer.internal.deploy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.AtomicFiles;

/**
 * The file {@code installed.json}: for each file of the plugins directory, the hash of the content that was deployed last. At a start,
 * the host deploys this content at once, and keeps it if the file has been damaged.
 */
public final class DeploymentRecord {

    private static final Logger LOG = LoggerFactory.getLogger(DeploymentRecord.class);
    private static final int FORMAT_VERSION = 2;

    private record Content(int formatVersion, Map<String, String> plugins) {}

    private final Path path;

    public DeploymentRecord(Path path) {
        this.path = path;
    }

    /** Returns the content hashes by file name. Returns an empty map if the record is missing or damaged. */
    public Map<String, String> read() {
        try {
            String json = Files.exists(path) ? Files.readString(path) : "{}";
            Content content = new Gson().fromJson(json, Content.class);
            // Format 1 (Weir 0.2 and older) has no version, and the hashes are at the top level.
            return content.formatVersion() == 0
                    ? new Gson().fromJson(json, new TypeToken<TreeMap<String, String>>() {})
                    : new TreeMap<>(content.plugins());
        } catch (IOException | RuntimeException e) {
            LOG.warn("Could not read {}; deploying all files of the plugins directory again", path, e);
            return Map.of();
        }
    }

    public void write(Map<String, String> hashes) throws IOException {
        Content content = new Content(FORMAT_VERSION, new TreeMap<>(hashes));
        AtomicFiles.write(path, new GsonBuilder().setPrettyPrinting().create().toJson(content) + "\n");
    }
}
