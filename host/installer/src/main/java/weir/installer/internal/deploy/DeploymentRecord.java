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
 * {@code installed.json}: the content hash that was last deployed from each file of the plugins directory. It lets the host deploy at
 * start without waiting for files to settle, and keep the last good content of a file that was damaged.
 */
public final class DeploymentRecord {

    private static final Logger LOG = LoggerFactory.getLogger(DeploymentRecord.class);
    private static final int FORMAT_VERSION = 2;

    private record Content(int formatVersion, Map<String, String> plugins) {}

    private final Path path;

    public DeploymentRecord(Path path) {
        this.path = path;
    }

    /** Content hash by file name. Empty if the record is missing or damaged, since the plugins directory is read anyway. */
    public Map<String, String> read() {
        try {
            String json = Files.exists(path) ? Files.readString(path) : "{}";
            Content content = new Gson().fromJson(json, Content.class);
            // Format 1, of Weir 0.2 and older, has the hashes at the top level and no version.
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
