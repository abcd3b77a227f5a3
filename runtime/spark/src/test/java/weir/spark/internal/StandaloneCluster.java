package weir.spark.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Spark's own standalone cluster: a master, and a worker on each of two loopback addresses, which Spark takes for two machines. It runs a
 * second copy of a slow task on another machine only, so {@code local-cluster} has none.
 */
final class StandaloneCluster implements AutoCloseable {

    private static final Path SPARK = Path.of("target/spark").toAbsolutePath();

    private final List<Process> processes = new ArrayList<>();
    private final String master;

    /** Returns when both workers have registered. */
    StandaloneCluster(Path folder) throws IOException {
        BufferedReader log = start("127.0.0.1", "master.Master", "--host", "127.0.0.1", "--port", "0");
        master = read(log, "Starting Spark master at (spark://\\S+)").group(1);
        for (String host : List.of("127.0.0.1", "127.0.0.2")) {
            Path work = folder.resolve(host);
            start(
                    host,
                    "worker.Worker",
                    "--host",
                    host,
                    "--cores",
                    "1",
                    "--memory",
                    "512M",
                    "-d",
                    work.toString(),
                    master);
        }
        read(log, "Registering worker");
        read(log, "Registering worker");
        drain(log);
    }

    /** URL of the master. */
    String master() {
        return master;
    }

    /** The processes of executors. */
    Stream<ProcessHandle> executors() {
        return processes.stream().flatMap(process -> process.toHandle().descendants());
    }

    private BufferedReader start(String address, String type, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "@" + SPARK.resolve("jvm.options"),
                "-cp",
                SPARK.resolve("jars") + "/*",
                "org.apache.spark.deploy." + type,
                "--webui-port",
                "0"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SPARK_LOCAL_IP", address);
        Process process = builder.start();
        processes.add(process);
        BufferedReader log = process.inputReader();
        if (type.startsWith("worker")) {
            drain(log);
        }
        return log;
    }

    /** The first line with a pattern. */
    private static Matcher read(BufferedReader log, String pattern) throws IOException {
        Pattern wanted = Pattern.compile(pattern);
        StringBuilder before = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            Matcher matcher = wanted.matcher(line);
            if (matcher.find()) {
                return matcher;
            }
            before.append(line).append('\n');
        }
        throw new IOException("Spark ended before '" + pattern + "':\n" + before);
    }

    /** Keeps a process from waiting for a full pipe. */
    private static void drain(BufferedReader log) {
        Thread reader = new Thread(() -> log.lines().forEach(line -> {}));
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public void close() {
        List<ProcessHandle> executors = executors().toList();
        processes.forEach(Process::destroyForcibly);
        executors.forEach(ProcessHandle::destroyForcibly);
    }
}
