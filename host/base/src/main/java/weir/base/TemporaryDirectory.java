package weir.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory for temporary files, which its user deletes. Immutable.
 *
 * @param path path of the directory
 */
public record TemporaryDirectory(Path path) {

    /** Creates a new directory in the system's directory for temporary files. Its name begins with {@code prefix}. */
    public static TemporaryDirectory create(String prefix) throws IOException {
        return new TemporaryDirectory(Files.createTempDirectory(prefix));
    }

    /** Deletes the directory and its content. If that fails, prints a message and does not throw. */
    public void remove() {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("weir: cannot delete " + path + " (" + e.getMessage() + "). Delete it yourself.");
        }
    }
}
