package weir.runner.fence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the filter of system calls to a file, for the program bubblewrap: {@code FilterFile PATH}. Needs no newer JDK. */
public final class FilterFile {

    private FilterFile() {}

    /** @throws IOException if the file cannot be written */
    public static void main(String[] arguments) throws IOException {
        // bubblewrap still has to become the program.
        Files.write(Path.of(arguments[0]), new SystemCallFilter(Architecture.ofThisMachine(), true).toBytes());
    }
}
