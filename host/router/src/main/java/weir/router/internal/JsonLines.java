package weir.router.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file of one JSON object a line, appended to and turned over to {@code <name>.1} once it is larger than its limit, so that
 * there are two files at most. Not thread-safe.
 *
 * @param file the file
 * @param largest bytes after which it is turned over
 */
record JsonLines(Path file, long largest) {

    /** The file that was turned over last. */
    Path older() {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    /** Whether the next lines begin a new file. */
    boolean isFull() throws IOException {
        return Files.exists(file) && Files.size(file) > largest;
    }

    /** Appends lines; what is no Unicode in them, as half a surrogate pair, becomes a question mark. */
    void append(List<String> lines) throws IOException {
        if (isFull()) {
            Files.move(file, older(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        // A line break first ends a line that a crash has cut off.
        String text = (endsCleanly() ? "" : "\n") + String.join("\n", lines) + "\n";
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The lines of this file or of {@link #older}, none where it is missing; a character that a crash has cut in two costs its line, no other. */
    static List<String> read(Path from) throws IOException {
        return Files.exists(from)
                ? new String(Files.readAllBytes(from), StandardCharsets.UTF_8)
                        .lines()
                        .toList()
                : List.of();
    }

    private boolean endsCleanly() throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return true;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.position(channel.size() - 1).read(last);
            return last.get(0) == '\n';
        }
    }
}
