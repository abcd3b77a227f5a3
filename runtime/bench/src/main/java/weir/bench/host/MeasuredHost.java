package weir.bench.host;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import weir.base.TemporaryDirectory;
import weir.base.WeirException;
import weir.bench.load.Connection;
import weir.launcher.Assembly;
import weir.launcher.Home;
import weir.launcher.HostProcess;

/** The assembled host as a child process, with a temporary home that {@link #close} deletes. */
public final class MeasuredHost implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final TemporaryDirectory folder;
    private final Home home;
    private final HostProcess process;

    private MeasuredHost(TemporaryDirectory folder, Home home, HostProcess process) {
        this.folder = folder;
        this.home = home;
        this.process = process;
    }

    /** Writes files into a home before the host starts. */
    public interface Preparation {
        void prepare(Home home) throws IOException;
    }

    /** Starts a host with a new home; does not wait for it. */
    public static MeasuredHost start() throws IOException {
        return start(home -> {});
    }

    /**
     * Starts a host; does not wait for it. The home is filled before, so that a measurement contains the start only.
     *
     * @param flags further flags of {@code weir run}
     */
    public static MeasuredHost start(Preparation preparation, String... flags) throws IOException {
        return start(Assembly.running(), preparation, flags);
    }

    /** The same with another assembled directory. */
    static MeasuredHost start(Assembly assembly, Preparation preparation, String... flags) throws IOException {
        TemporaryDirectory folder = TemporaryDirectory.create("weir-bench");
        Home home = new Home(folder.path());
        home.fill(assembly);
        preparation.prepare(home);
        return new MeasuredHost(folder, home, HostProcess.start(assembly, home, flags));
    }

    public Home home() {
        return home;
    }

    public int port() {
        return process.port();
    }

    /** Waits until a query is answered with a 200. */
    public void awaitAnswer(byte[] request) throws InterruptedException {
        awaitAnswer(() -> request);
    }

    /** Waits until a query is answered with a 200; each attempt has a request of its own. */
    public void awaitAnswer(Supplier<byte[]> requests) throws InterruptedException {
        await("no answer", () -> {
            try (Connection connection = new Connection(port())) {
                return connection.exchange(requests.get()).status() == 200;
            } catch (IOException e) {
                return false;
            }
        });
    }

    /**
     * Waits for a condition.
     *
     * @param otherwise message if the condition does not hold within a minute
     * @throws WeirException after a minute, or if the host ends
     */
    public void await(String otherwise, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            process.requireAlive();
            if (System.nanoTime() > end) {
                throw WeirException.failed(
                        otherwise + " in " + TIMEOUT.toSeconds() + " s. The last lines of the host:\n"
                                + process.lastLines(),
                        "Fix the cause and run the benchmark on an idle machine.");
            }
            Thread.sleep(5);
        }
    }

    /** Files of the installed bundles, from the host's state file. */
    public Set<String> installedFiles() {
        try {
            String json = Files.readString(home.data().resolve("installed.json"));
            return JsonParser.parseString(json)
                    .getAsJsonObject()
                    .getAsJsonObject("plugins")
                    .keySet();
        } catch (IOException e) {
            return Set.of();
        }
    }

    /** CPU time that the process has used. */
    public Duration cpuTime() {
        return ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow(() -> WeirException.failed(
                        "this system does not report the CPU time of a process", "Run the benchmark on Linux."));
    }

    /** Footprint after a garbage collection, which pauses the host. */
    public Footprint footprint() throws IOException, InterruptedException {
        return Footprint.of(process.pid());
    }

    /** Resident memory of the process in bytes; -1 if the system has no {@code /proc}. */
    public long residentBytes() throws IOException {
        return Footprint.residentBytes(process.pid());
    }

    @Override
    public void close() {
        process.close();
        folder.remove();
    }
}
