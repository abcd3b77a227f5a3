package weir.router.internal.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file with one JSON object per line. Once it is larger than its limit, it is renamed to {@code <name>.1}, so that there are at most
 * two files. Not thread-safe.
 *
 * @param file the file
 * @param limit size in bytes
 */
record JsonLines(Path file, long limit) {

    /** Appends lines. Invalid Unicode, such as half a surrogate pair, becomes a question mark. */
    void append(List<String> lines) throws IOException {
        if (Files.exists(file) && Files.size(file) > limit) {
            Files.move(file, older(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        // The first line break ends a line that a crash has cut off.
        String text = (endsWithLineBreak() ? "" : "\n") + String.join("\n", lines) + "\n";
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The lines of both files, oldest first. A character that a crash has cut off spoils its own line only. */
    List<String> read() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path part : List.of(older(), file)) {
            if (Files.exists(part)) {
                new String(Files.readAllBytes(part), StandardCharsets.UTF_8)
                        .lines()
                        .forEach(lines::add);
            }
        }
        return lines;
    }

    private Path older() {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    private boolean endsWithLineBreak() throws IOException {
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
