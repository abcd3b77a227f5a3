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
 * A file with one JSON object per line. An append to a file of more than {@code maxBytes} first renames it to {@code <name>.1},
 * so there are at most two files. Not thread-safe.
 *
 * @param file path of the file
 * @param maxBytes size in bytes above which the file is rotated
 */
record JsonLines(Path file, long maxBytes) {

    /** Appends lines. Replaces invalid Unicode with a question mark. */
    void append(List<String> lines) throws IOException {
        if (Files.exists(file) && Files.size(file) > maxBytes) {
            Files.move(file, rotatedFile(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        // If a crash has cut off the last line, ends that line first.
        String text = (endsWithLineBreak() ? "" : "\n") + String.join("\n", lines) + "\n";
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Returns the lines of both files, oldest first. A character that a crash has cut off damages only its own line. */
    List<String> read() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path source : List.of(rotatedFile(), file)) {
            if (Files.exists(source)) {
                new String(Files.readAllBytes(source), StandardCharsets.UTF_8)
                        .lines()
                        .forEach(lines::add);
            }
        }
        return lines;
    }

    private Path rotatedFile() {
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
