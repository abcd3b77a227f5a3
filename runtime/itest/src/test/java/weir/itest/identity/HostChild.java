package weir.itest.identity;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import weir.launcher.FreePort;

/** The assembled host as an operator starts it: {@code bin/weir run}, a process of its own that answers when it is given out. */
final class HostChild implements AutoCloseable {

    static final Path WEIR =
            Path.of("../app/target/weir/bin/weir").toAbsolutePath().normalize();

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final Process process;
    private final int port;
    private final Path output;

    private HostChild(Process process, int port, Path output) {
        this.process = process;
        this.port = port;
        this.output = output;
    }

    /**
     * Starts it in a folder, with a home below it, and waits until it answers.
     *
     * @param environment variables besides this process's own
     * @param flags flags of {@code weir run} besides home and port
     */
    static HostChild start(Path folder, Map<String, String> environment, String... flags) throws Exception {
        int port = FreePort.find();
        Path output = folder.resolve("console.log");
        List<String> command = new ArrayList<>(List.of(
                WEIR.toString(),
                "run",
                "--home",
                folder.resolve("home").toString(),
                "--axon.port",
                String.valueOf(port)));
        command.addAll(List.of(flags));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // The Java of this test, whose jcmd will be asked.
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        HostChild host = new HostChild(builder.start(), port, output);
        try {
            host.await(host.axon("127.0.0.1"));
        } catch (Exception e) {
            host.close();
            throw e;
        }
        return host;
    }

    long pid() {
        return process.pid();
    }

    /** Where queries go, by one of this machine's addresses. */
    URI axon(String address) {
        return URI.create("http://" + address + ":" + port + "/RebalanceQuery");
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** Ends it at once, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** The port opens when the axon is there: whoever is let in is answered, with a 405 for a GET. */
    private void await(URI axon) throws Exception {
        long end = System.nanoTime() + PATIENCE_NS;
        int status = status(axon);
        while (status < 0) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("the host does not answer; it said:\n" + output());
            }
            Thread.sleep(50);
            status = status(axon);
        }
        if (status != HttpURLConnection.HTTP_BAD_METHOD) {
            throw new IllegalStateException("the first answer was " + status + "; the host said:\n" + output());
        }
    }

    /** -1 where nobody listens yet. */
    private static int status(URI axon) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) axon.toURL().openConnection();
        connection.setConnectTimeout(1000);
        connection.setReadTimeout(5000);
        try {
            return connection.getResponseCode();
        } catch (ConnectException e) {
            return -1;
        }
    }
}
