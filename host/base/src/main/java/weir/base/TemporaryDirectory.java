package weir.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A temporary directory. Immutable.
 *
 * @param path its path
 */
public record TemporaryDirectory(Path path) {

    /** Creates a directory in the system's folder for temporary files; its name begins with the prefix. */
    public static TemporaryDirectory make(String prefix) throws IOException {
        return new TemporaryDirectory(Files.createTempDirectory(prefix));
    }

    /** Removes the directory with its content. A failure is printed, not thrown. */
    public void remove() {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("weir: cannot remove " + path + " (" + e.getMessage() + "). Remove it yourself.");
        }
    }
}
