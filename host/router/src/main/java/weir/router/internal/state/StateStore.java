package weir.router.internal.state;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.osgi.framework.Version;
import weir.base.AtomicFiles;
import weir.strategy.StatefulStrategy;

/**
 * Stores the last saved state of each route's strategy in {@code state/<route>.json} in the data directory. A file is replaced
 * atomically, so after {@code kill -9} it has the old or the new state. Thread-safe for different routes.
 */
public final class StateStore {

    private static final int FORMAT_VERSION = 1;
    /** Length of the longest valid file: the state in Base64, and the other fields. */
    private static final long MAX_FILE_BYTES = StatefulStrategy.MAX_STATE_BYTES * 4L / 3 + 4_096;

    private final Path directory;

    /** Creates a store, which creates its directory when it stores a state. */
    public StateStore(Path data) {
        this.directory = data.resolve("state");
    }

    /**
     * Reads the last saved state of a route; empty if there is none, or if it is the state of another strategy.
     *
     * @throws IOException if the file cannot be read or is not valid
     */
    public Optional<byte[]> read(String route, String strategy) throws IOException {
        Path file = file(route);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException(file + " is not a state file");
        }
        try {
            FileContent content = new Gson().fromJson(Files.readString(file), FileContent.class);
            if (content.format() != FORMAT_VERSION) {
                throw new IOException("the format of " + file + " is " + content.format() + ", not " + FORMAT_VERSION);
            }
            return strategy.equals(content.strategy())
                    ? Optional.of(Base64.getDecoder().decode(content.state()))
                    : Optional.empty();
        } catch (JsonParseException | IllegalArgumentException | NullPointerException e) {
            throw new IOException(file + " is damaged (" + e + ")", e);
        }
    }

    /** Replaces the state of a route. */
    public void write(String route, String strategy, Version version, byte[] state) throws IOException {
        Files.createDirectories(directory);
        FileContent content = new FileContent(
                FORMAT_VERSION,
                strategy,
                version.toString(),
                Instant.now().toString(),
                Base64.getEncoder().encodeToString(state));
        AtomicFiles.write(file(route), new Gson().toJson(content) + "\n");
    }

    private Path file(String route) {
        return directory.resolve(route + ".json");
    }

    private record FileContent(int format, String strategy, String version, String savedAt, String state) {}
}
