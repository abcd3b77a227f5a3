package weir.bench;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import weir.base.WeirException;
import weir.launcher.Assembly;
import weir.launcher.Home;
import weir.launcher.HostProcess;

/** A host to measure, with a home of its own that it removes. */
final class Host implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Home home;
    private final HostProcess process;

    private Host(Home home, HostProcess process) {
        this.home = home;
        this.process = process;
    }

    /** What is put into a home before its host starts. */
    interface Preparation {
        void of(Home home) throws IOException;
    }

    /** Starts the assembled host as anybody's first run would; it does not answer yet. */
    static Host start() throws IOException {
        return start(home -> {});
    }

    /**
     * Starts the assembled host; it does not answer yet. The home is filled before, so that only the start is measured.
     *
     * @param flags further flags of {@code weir run}
     */
    static Host start(Preparation preparation, String... flags) throws IOException {
        Assembly assembly = Assembly.running();
        Home home = new Home(Files.createTempDirectory("weir-bench"));
        home.fill(assembly);
        preparation.of(home);
        return new Host(home, HostProcess.start(assembly, home.folder(), flags));
    }

    Home home() {
        return home;
    }

    int port() {
        return process.port();
    }

    /** Waits until a query is answered with a 200. */
    void awaitAnswer(byte[] request) throws InterruptedException {
        await("no answer", () -> {
            try (Connection connection = new Connection(port())) {
                return connection.exchange(request).status() == 200;
            } catch (IOException e) {
                return false;
            }
        });
    }

    /**
     * Waits until something holds of the host.
     *
     * @param otherwise what to say when it does not come to hold
     * @throws WeirException when it does not within a minute
     */
    void await(String otherwise, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            process.requireAlive();
            if (System.nanoTime() > end) {
                throw WeirException.failed(
                        otherwise + " in " + PATIENCE.toSeconds() + " s. The host's last words:\n"
                                + process.lastLines(),
                        "Mend what it says, and measure where nothing else runs.");
            }
            Thread.sleep(5);
        }
    }

    /** Files whose bundles are installed, as the host has written them down. */
    Set<String> installed() {
        try {
            String json = Files.readString(home.data().resolve("installed.json"));
            return JsonParser.parseString(json).getAsJsonObject().keySet();
        } catch (IOException e) {
            return Set.of();
        }
    }

    /** CPU time that the process has used. */
    Duration cpu() {
        return ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow(() ->
                        WeirException.failed("this system does not tell a process's CPU time", "Measure on Linux."));
    }

    /** What the process holds, after a collection, which stops it for a moment. */
    Footprint footprint() throws IOException, InterruptedException {
        return Footprint.of(process.pid());
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
        try (Stream<Path> files = Files.walk(home.folder())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
