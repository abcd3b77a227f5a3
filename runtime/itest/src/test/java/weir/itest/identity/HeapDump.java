package weir.itest.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The heap of another JVM with its garbage, written by the JDK's {@code jcmd}. */
final class HeapDump {

    static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    private final byte[] bytes;

    private HeapDump(byte[] bytes) {
        this.bytes = bytes;
    }

    static HeapDump of(long pid, Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("heap.hprof");
        Process jcmd = new ProcessBuilder(JCMD.toString(), String.valueOf(pid), "GC.heap_dump", "-all", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("jcmd.log").toFile())
                .start();
        if (!jcmd.waitFor(2, TimeUnit.MINUTES)) {
            jcmd.destroyForcibly();
        }
        if (!Files.exists(file)) {
            throw new IOException("no heap dump: " + Files.readString(folder.resolve("jcmd.log")));
        }
        return new HeapDump(Files.readAllBytes(file));
    }

    /** Whether the heap contains a text in one of the encodings of {@code String} and {@code char[]}. */
    boolean contains(String text) {
        return List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE).stream()
                .anyMatch(charset -> contains(text.getBytes(charset)));
    }

    boolean contains(byte[] wanted) {
        for (int i = 0; i <= bytes.length - wanted.length; i++) {
            int same = 0;
            while (same < wanted.length && bytes[i + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
