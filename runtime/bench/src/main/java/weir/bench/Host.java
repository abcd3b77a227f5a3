package weir.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import weir.cli.host.Assembly;
import weir.cli.host.Home;
import weir.cli.host.HostProcess;

/** A host to measure, with a home of its own that it removes. */
final class Host implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final HostProcess process;

    private Host(Path folder, HostProcess process) {
        this.folder = folder;
        this.process = process;
    }

    /** Starts the assembled host; it does not answer yet. The home is filled before, so that only the start is measured. */
    static Host start() throws IOException {
        Path folder = Files.createTempDirectory("weir-bench");
        Assembly assembly = Assembly.running();
        new Home(folder).fill(assembly);
        return new Host(folder, HostProcess.start(assembly, folder));
    }

    int port() {
        return process.port();
    }

    /** Waits until a query is answered with a 200. */
    void awaitAnswer(byte[] request) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers(request)) {
            process.requireAlive();
            if (System.nanoTime() > end) {
                throw new IllegalStateException("no answer in " + PATIENCE.toSeconds() + " s:\n" + process.lastLines());
            }
            Thread.sleep(5);
        }
    }

    private boolean answers(byte[] request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request);
            Load.readAnswer(new BufferedInputStream(socket.getInputStream()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Resident memory of the process.
     *
     * @return bytes; -1 where the system has no {@code /proc}
     */
    long residentBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return -1;
        }
        List<String> lines = Files.readAllLines(status);
        return lines.stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(-1);
    }

    @Override
    public void close() throws IOException {
        process.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
