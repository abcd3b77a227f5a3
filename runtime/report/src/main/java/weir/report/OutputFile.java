package weir.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import weir.base.WeirException;

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
            throw WeirException.usage("cannot write " + file, REMEDY);
        }
    }

    /** Writes a text. */
    public static void write(Path file, String text) {
        write(file, out -> out.write(text));
    }

    /** Writes what may be too long to be held at once. What was there stays until all is written. */
    public static void write(Path file, Content content) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                // A device or a pipe: nothing can take its place.
                fill(file, content);
                return;
            }
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Path beside = target.resolveSibling("." + target.getFileName() + ".new");
            try {
                fill(beside, content);
                Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw WeirException.failed("cannot write " + file, REMEDY, e);
        }
    }

    private static void fill(Path file, Content content) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            content.writeTo(out);
        }
    }
}
