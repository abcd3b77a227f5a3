package weir.installer.trust;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.AtomicFiles;

/** The files {@code data/provenance/<sha256>.json}, one for each JAR that was installed from a repository. Thread-safe. */
public final class ProvenanceFiles {

    private static final Logger LOG = LoggerFactory.getLogger(ProvenanceFiles.class);
    /** Stands for the address of a publisher that is not known, because the file is damaged. */
    public static final String UNKNOWN_PUBLISHER = "unknown";

    private static final String SUFFIX = ".json";

    private final Path directory;

    /** @param data directory {@code data} of the home */
    public ProvenanceFiles(Path data) {
        this.directory = data.resolve("provenance");
    }

    /** Stores the provenance of a JAR. */
    public void write(Provenance provenance) throws IOException {
        JsonArray permissions = new JsonArray();
        provenance.sortedPermissions().forEach(permissions::add);
        JsonObject json = new JsonObject();
        json.addProperty("format", 1);
        json.addProperty("sha256", provenance.sha256());
        json.addProperty("name", provenance.name());
        json.addProperty("version", provenance.version());
        json.addProperty("publisher", provenance.ss58());
        json.addProperty("repository", provenance.repository());
        json.addProperty("sequence", provenance.sequence());
        json.addProperty("head", provenance.head());
        json.add("permissions", permissions);
        json.addProperty("installed", provenance.installed().toString());
        Files.createDirectories(directory);
        AtomicFiles.write(directory.resolve(provenance.sha256() + SUFFIX), json + "\n");
    }

    /** All files. A damaged one is logged and left out, because it must not hide the others. */
    public List<Provenance> read() throws IOException {
        List<Provenance> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList()) {
                read(file).ifPresent(all::add);
            }
        } catch (NoSuchFileException e) {
            return List.of(); // nothing was installed from a repository
        }
        return all;
    }

    /** The provenance of a JAR; empty if it was not installed from a repository, or if the file is damaged. */
    public Optional<Provenance> find(String sha256) {
        Path file = directory.resolve(sha256 + SUFFIX);
        return isMissing(file)
                ? Optional.empty()
                : read(file).filter(found -> found.sha256().equals(sha256));
    }

    /**
     * Address of the publisher from whom a JAR was installed; empty if it was not installed from a publisher. If the file is damaged
     * or cannot be read, the answer is {@value #UNKNOWN_PUBLISHER}: the code of an unknown publisher must not count as the operator's own.
     */
    public Optional<String> publisher(String sha256) {
        return isMissing(directory.resolve(sha256 + SUFFIX))
                ? Optional.empty()
                : Optional.of(find(sha256).map(Provenance::ss58).orElse(UNKNOWN_PUBLISHER));
    }

    /** Not {@link Files#exists}, which is also false for a file that this process may not look at. */
    private static boolean isMissing(Path file) {
        try {
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return false;
        } catch (NoSuchFileException e) {
            return !isUnexpected(file.getParent());
        } catch (IOException e) {
            return false; // the reading of the file reports it
        }
    }

    /** Whether something that is not a directory has its name. Newer JDKs then report the files in it as missing. */
    private static boolean isUnexpected(Path directory) {
        try {
            return !Files.readAttributes(directory, BasicFileAttributes.class).isDirectory();
        } catch (NoSuchFileException e) {
            return false; // nothing was installed from a repository
        } catch (IOException e) {
            return true;
        }
    }

    /** The time of the last change to the set of files; a text about the problem if the directory cannot be looked at. */
    public Object stamp() {
        try {
            return Files.getLastModifiedTime(directory);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Optional<Provenance> read(Path file) {
        try {
            return Optional.of(
                    parse(JsonParser.parseString(Files.readString(file)).getAsJsonObject()));
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be read ({}): the strategy counts as one of an unknown publisher, and runs fenced. Make it readable"
                            + " for the user of the host, then restart the host",
                    file,
                    e.toString());
            return Optional.empty();
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | UnsupportedOperationException
                | NumberFormatException
                | DateTimeException e) {
            LOG.warn("{} is damaged and is ignored; delete it, or install the strategy again", file);
            return Optional.empty();
        }
    }

    private static Provenance parse(JsonObject json) {
        Set<String> permissions = new HashSet<>();
        for (JsonElement permission : json.getAsJsonArray("permissions")) {
            permissions.add(permission.getAsString());
        }
        return new Provenance(
                json.get("sha256").getAsString(),
                json.get("name").getAsString(),
                json.get("version").getAsString(),
                json.get("publisher").getAsString(),
                json.get("repository").getAsString(),
                json.get("sequence").getAsLong(),
                json.get("head").getAsString(),
                permissions,
                Instant.parse(json.get("installed").getAsString()));
    }
}
