package weir.history.internal.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL server of the machine's own installation, started for a test in a folder of its own, with a password. The
 * server refuses to run as root: then it runs as an unprivileged user. Without an installation the test is skipped, aloud.
 */
final class RealPostgres implements AutoCloseable {

    static final String PASSWORD = "p@ss/w:rd";
    static final String PASSWORD_ENCODED = "p%40ss%2Fw%3Ard";

    private final Path binaries;
    private final Path folder;
    private final int port;
    private Process server;

    private RealPostgres(Path binaries, Path folder, int port) {
        this.binaries = binaries;
        this.folder = folder;
        this.port = port;
    }

    static RealPostgres start() throws Exception {
        Optional<Path> binaries = binaries();
        if (binaries.isEmpty()) {
            System.out.println("SKIPPED: no PostgreSQL server (initdb, postgres) on this machine; install postgresql");
        }
        Assumptions.assumeTrue(binaries.isPresent(), "no PostgreSQL server on this machine");
        // Below the ephemeral ports of outgoing connections.
        int port = ThreadLocalRandom.current().nextInt(20_000, 32_768);
        RealPostgres postgres = new RealPostgres(binaries.get(), Files.createTempDirectory("weir-postgres"), port);
        try {
            postgres.initialise();
            postgres.serve();
            return postgres;
        } catch (Exception e) {
            postgres.close();
            throw e;
        }
    }

    private static Optional<Path> binaries() throws IOException {
        List<Path> places = new ArrayList<>();
        for (String entry : System.getenv("PATH").split(":")) {
            places.add(Path.of(entry));
        }
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.sorted(Comparator.reverseOrder())
                        .map(version -> version.resolve("bin"))
                        .forEach(places::add);
            }
        }
        return places.stream()
                .filter(place -> Files.isExecutable(place.resolve("initdb")))
                .filter(place -> Files.isExecutable(place.resolve("postgres")))
                .findFirst();
    }

    private void initialise() throws Exception {
        Path password = folder.resolve("password");
        Files.writeString(password, PASSWORD);
        if (isRoot()) {
            run(List.of("chown", "-R", "nobody", folder.toString()));
        }
        run(unprivileged(
                binaries.resolve("initdb").toString(),
                "--pgdata=" + data(),
                "--username=weir",
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-sync"));
    }

    private void serve() throws Exception {
        Path log = folder.resolve("log");
        server = new ProcessBuilder(unprivileged(
                        binaries.resolve("postgres").toString(),
                        "-D",
                        data(),
                        "-p",
                        String.valueOf(port),
                        "-h",
                        "127.0.0.1",
                        "-k",
                        folder.toString(),
                        "-F"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        for (int attempt = 0; attempt < 600 && server.isAlive(); attempt++) {
            try (Connection ignored = connect()) {
                return;
            } catch (SQLException e) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IOException("PostgreSQL does not answer: " + Files.readString(log));
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "weir", PASSWORD);
    }

    /** As it stands in DB_CONNECTION_STRING. */
    String connectionString() {
        return "postgresql+asyncpg://weir:" + PASSWORD_ENCODED + "@127.0.0.1:" + port + "/postgres";
    }

    /** The same with the server's Unix domain socket. */
    String socketConnectionString() {
        return "postgresql://weir:" + PASSWORD_ENCODED + "@/postgres?host=" + folder + "&port=" + port;
    }

    /** The server dies as if its machine lost power. */
    void dies() {
        try {
            server.destroyForcibly().waitFor();
            // Its children notice the death of the postmaster and end themselves.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts again after {@link #dies}. */
    void comesBack() throws Exception {
        Files.deleteIfExists(Path.of(data(), "postmaster.pid"));
        serve();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static List<String> unprivileged(String... command) {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        all.addAll(List.of(command));
        return all;
    }

    private static void run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed: " + output);
        }
    }

    @Override
    public void close() throws Exception {
        if (server != null) {
            server.destroy();
            if (!server.waitFor(20, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(RealPostgres::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
