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
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/**
 * Recorded truth that lies beside the project. {@code WEIR_VECTORS} and {@code WEIR_DATA} (system property or environment)
 * name other folders with the same file names. A file that is not there skips the test that asks for it, aloud.
 */
public enum Recorded {
    /** Cases made by the real validator and the real SDK. */
    VECTORS("WEIR_VECTORS", "vectors"),
    /** Real swaps; never copied into the project. */
    DATA("WEIR_DATA", "data");

    private final Path folder;

    Recorded(String override, String name) {
        String named = System.getProperty(override, System.getenv(override));
        this.folder =
                named != null ? Path.of(named) : Path.of(System.getProperty("weir.shared", "../../../shared"), name);
    }

    /** The file, or a skipped test. */
    public Path file(String name) {
        Path file = folder.resolve(name);
        if (!Files.isReadable(file)) {
            System.out.println("SKIPPED: recorded file " + file.normalize() + " is not here; set WEIR_" + name());
        }
        Assumptions.assumeTrue(Files.isReadable(file), () -> "recorded file " + file.normalize() + " is not here");
        return file;
    }

    /** The whole file as JSON; {@code .gz} is unpacked. */
    public JsonElement json(String name) {
        try (BufferedReader reader = reader(name)) {
            return JsonParser.parseReader(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** One object a line; {@code .gz} is unpacked. */
    public List<JsonObject> lines(String name) {
        try (BufferedReader reader = reader(name)) {
            return reader.lines()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** A reader of the file's text; {@code .gz} is unpacked. The caller closes it. */
    public BufferedReader reader(String name) throws IOException {
        InputStream in = Files.newInputStream(file(name));
        InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
    }
}
