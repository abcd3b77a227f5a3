package weir.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder that a command makes for itself.
 *
 * @param path where it is
 */
public record TemporaryDirectory(Path path) {

    /** A new one; the name begins with the prefix. */
    public static TemporaryDirectory make(String prefix) throws IOException {
        return new TemporaryDirectory(Files.createTempDirectory(prefix));
    }

    /** Removes it with all that is in it; says so where that is not possible. */
    public void remove() {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("weir: " + path + " cannot be removed (" + e.getMessage() + "); remove it yourself.");
        }
    }
}
