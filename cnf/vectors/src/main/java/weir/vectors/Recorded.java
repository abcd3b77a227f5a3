package weir.vectors;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/**
 * Recorded test data beside the project. {@code WEIR_VECTORS} and {@code WEIR_DATA} (system property or environment variable) name
 * other directories with the same file names; tests check every case that they find there. A missing file skips the test with a
 * message.
 */
public enum Recorded {
    /** Cases recorded from the real validator and the real SDK. */
    VECTORS("WEIR_VECTORS", "vectors"),
    /** Real swaps of pools; never copied into the project. */
    DATA("WEIR_DATA", "data");

    private final Path folder;

    Recorded(String override, String name) {
        String named = System.getProperty(override, System.getenv(override));
        this.folder =
                named != null ? Path.of(named) : Path.of(System.getProperty("weir.shared", "../../../shared"), name);
    }

    /** A file; if it is missing, the test is skipped. */
    public Path file(String name) {
        Path file = folder.resolve(name);
        if (!Files.isReadable(file)) {
            System.out.println("SKIPPED: recorded file " + file.normalize() + " is missing; set WEIR_" + name());
        }
        Assumptions.assumeTrue(Files.isReadable(file), () -> "recorded file " + file.normalize() + " is missing");
        return file;
    }

    /** A file as JSON; {@code .gz} is unpacked. */
    public JsonElement json(String name) {
        try (BufferedReader reader = reader(name)) {
            return JsonParser.parseReader(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** A file with a JSON object per line; {@code .gz} is unpacked. */
    public List<JsonObject> lines(String name) {
        try (BufferedReader reader = reader(name)) {
            return reader.lines()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /**
     * A recorded pool: a directory of {@link #DATA} with {@code pool.json} and {@code swaps.csv.gz}.
     *
     * @param name name of the directory
     * @param pool content of {@code pool.json}
     */
    public record Dataset(String name, JsonObject pool) {

        /** The file of the swaps. */
        public Path swaps() {
            return DATA.file(name + "/swaps.csv.gz");
        }

        /** Whether every number is exact, not rounded by the source. */
        public boolean exact() {
            return pool.get("exact").getAsBoolean();
        }

        /** Fee in millionths. */
        public int feePips() {
            return pool.get("fee").getAsInt();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Every recorded pool; if there is none, the test is skipped. */
    public static List<Dataset> datasets() {
        Path folder = DATA.folder;
        try (Stream<Path> directories = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            List<Dataset> datasets = directories
                    .filter(directory -> Files.isReadable(directory.resolve("pool.json")))
                    .map(directory -> directory.getFileName().toString())
                    .sorted()
                    .map(name ->
                            new Dataset(name, DATA.json(name + "/pool.json").getAsJsonObject()))
                    .toList();
            if (datasets.isEmpty()) {
                System.out.println("SKIPPED: no recorded pool in " + folder.normalize() + "; set WEIR_DATA");
            }
            Assumptions.assumeFalse(datasets.isEmpty(), () -> "no recorded pool in " + folder.normalize());
            return datasets;
        } catch (IOException e) {
            throw new UncheckedIOException(folder.toString(), e);
        }
    }

    /** Every recorded pool with exact numbers; if there is none, the test is skipped. */
    public static List<Dataset> exactDatasets() {
        List<Dataset> exact = datasets().stream().filter(Dataset::exact).toList();
        Assumptions.assumeFalse(exact.isEmpty(), "no recorded pool with exact numbers");
        return exact;
    }

    /** A reader of a file's text; {@code .gz} is unpacked. The caller closes it. */
    public BufferedReader reader(String name) throws IOException {
        InputStream in = Files.newInputStream(file(name));
        InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
    }
}
