package weir.report;

import com.google.gson.JsonIOException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import weir.base.WeirException;

/** Writes the files that a command was asked for. */
public final class OutputFile {

    private static final String REMEDY = "Name a file in a directory that exists and is writable.";

    private OutputFile() {}

    /** The content of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes the whole content. */
        void writeTo(Writer out) throws IOException;
    }

    /**
     * Checks, before the work starts, that a file can be written.
     *
     * @throws WeirException if it cannot
     */
    public static void requireWritable(Path file) {
        if (Files.isDirectory(file) || !Files.isWritable(file.toAbsolutePath().getParent())) {
            throw WeirException.usage("cannot write " + file, REMEDY);
        }
    }

    /** Writes a text; see {@link #write(Path, Content)}. */
    public static void write(Path file, String text) {
        write(file, out -> out.write(text));
    }

    /**
     * Writes a file. An existing file is replaced when the whole content is written.
     *
     * @throws WeirException if the file cannot be written
     */
    public static void write(Path file, Content content) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                // A device or a pipe cannot be replaced.
                writeContent(file, content);
                return;
            }
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Path temporary = target.resolveSibling("." + target.getFileName() + ".new");
            try {
                writeContent(temporary, content);
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException | JsonIOException e) {
            throw WeirException.failed("cannot write " + file, REMEDY, e);
        }
    }

    private static void writeContent(Path file, Content content) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            content.writeTo(out);
        }
    }
}
