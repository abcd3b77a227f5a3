package weir.itest.isolation;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The whole memory of another process, which has more than a heap dump: also stacks, freed memory and buffers. */
final class ProcessMemory {

    private static final int CHUNK = 1 << 20;
    private static final int OVERLAP = 4_096;

    private final Path process;

    ProcessMemory(long pid) {
        this.process = Path.of("/proc", String.valueOf(pid));
    }

    /** Whether a text is anywhere, in an encoding of {@code String} or {@code char[]}. */
    boolean contains(String text) throws IOException {
        List<byte[]> encoded = List.of(text.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_16LE));
        try (RandomAccessFile memory =
                new RandomAccessFile(process.resolve("mem").toFile(), "r")) {
            for (String line : Files.readAllLines(process.resolve("maps"))) {
                String[] fields = line.split("[ -]");
                if (fields[2].startsWith("r") && !line.endsWith("[vsyscall]") && !line.endsWith("[vvar]")) {
                    long from = Long.parseUnsignedLong(fields[0], 16);
                    if (contains(memory, from, Long.parseUnsignedLong(fields[1], 16), encoded)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean contains(RandomAccessFile memory, long from, long to, List<byte[]> wanted) {
        byte[] chunk = new byte[CHUNK + OVERLAP];
        for (long start = from; start < to; start += CHUNK) {
            try {
                memory.seek(start);
                int count = memory.read(chunk, 0, (int) Math.min(chunk.length, to - start));
                for (byte[] each : wanted) {
                    if (indexOf(chunk, count, each) >= 0) {
                        return true;
                    }
                }
            } catch (IOException e) {
                // A part that is reserved and not in use, or that has been unmapped since.
            }
        }
        return false;
    }

    private static int indexOf(byte[] bytes, int count, byte[] wanted) {
        for (int i = 0; i <= count - wanted.length; i++) {
            int same = 0;
            while (same < wanted.length && bytes[i + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return i;
            }
        }
        return -1;
    }
}
