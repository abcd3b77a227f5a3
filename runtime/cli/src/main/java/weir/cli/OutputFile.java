package weir.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a command was asked to write. */
public final class OutputFile {

    private static final String REMEDY = "Name a file in a folder that exists and is writable.";

    private OutputFile() {}

    /** What a file shall hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes it all. */
        void writeTo(Writer out) throws IOException;
    }

    /** Before the work rather than after it. */
    public static void requireWritable(Path file) {
        if (Files.isDirectory(file) || !Files.isWritable(file.toAbsolutePath().getParent())) {
            throw CommandFailure.usage("cannot write " + file, REMEDY);
        }
    }

    /** Writes a text. */
    public static void write(Path file, String text) {
        write(file, out -> out.write(text));
    }

    /** Writes what may be too long to be held at once. */
    public static void write(Path file, Content content) {
        try (Writer out = Files.newBufferedWriter(file)) {
            content.writeTo(out);
        } catch (IOException e) {
            throw CommandFailure.failed("cannot write " + file, REMEDY, e);
        }
    }
}
