package weir.spark.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import weir.backtest.sweep.BuildIdentity;
import weir.backtest.sweep.SweepEngine;
import weir.base.TemporaryDirectory;
import weir.base.WeirException;
import weir.embedded.ClusterEngine;
import weir.spark.internal.content.DriverTransfer;
import weir.spark.internal.content.FileTransfer;
import weir.spark.internal.content.SharedDirectory;

/** The engine {@code spark}: this process is the driver of a Spark application. */
public final class SparkCluster implements ClusterEngine {

    private static final int NEWEST_JAVA = 23;

    /** Executor processes of this machine; the last number is the memory of each in MiB. */
    private static final Pattern LOCAL_CLUSTER =
            Pattern.compile("local-cluster\\[\\s*\\d+\\s*,\\s*\\d+\\s*,\\s*(\\d+)\\s*]");

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public SweepEngine connect(Job job, Settings settings) {
        int java = Runtime.version().feature();
        if (java > NEWEST_JAVA) {
            throw WeirException.usage(
                    "Spark 4.1 does not run on Java " + java + ": its Hadoop client calls methods that Java 24 removed",
                    "Set JAVA_HOME to a JDK 17 or 21, on executors, too.");
        }
        SparkConf conf = configuration(settings).setAppName("weir sweep " + job.strategy());
        Optional<Path> work = workDirectory(conf.get("spark.master"));
        TemporaryDirectory temporary;
        try {
            temporary = TemporaryDirectory.create("weir-spark");
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot create a temporary directory", "Free space, or set -Djava.io.tmpdir in JAVA_OPTS.", e);
        }
        SparkContext context;
        try {
            context = new SparkContext(conf);
        } catch (Exception e) {
            // Scala declares no checked exceptions.
            temporary.remove();
            throw WeirException.failed(
                    "cannot connect to " + conf.get("spark.master"),
                    "Check --master, and that the manager of the cluster runs.",
                    e);
        }
        try {
            FileTransfer transfer = settings.sharedDirectory()
                    .<FileTransfer>map(uri -> new SharedDirectory(uri, context.hadoopConfiguration()))
                    .orElseGet(() -> new DriverTransfer(context, temporary.path()));
            return new SparkSweepEngine(
                    context,
                    transfer,
                    job,
                    settings,
                    temporary,
                    work.map(each -> each.resolve(context.applicationId())));
        } catch (RuntimeException e) {
            boolean isEnded = context.isStopped();
            context.stop();
            temporary.remove();
            throw isEnded ? SparkSweepEngine.ended(conf.get("spark.master")) : e;
        }
    }

    /** System properties that begin with {@code spark.}, as {@code spark-submit} sets them, have precedence over these values. */
    private static SparkConf configuration(Settings settings) {
        SparkConf conf = new SparkConf();
        settings.master().ifPresent(conf::setMaster);
        if (!conf.contains("spark.master")) {
            throw WeirException.usage(
                    "--engine spark does not know the cluster",
                    "Give --master URL, for example --master spark://host:7077, or use spark-submit.");
        }
        Matcher processes = LOCAL_CLUSTER.matcher(conf.get("spark.master"));
        if (processes.matches()) {
            // Spark's default is larger than the memory of most local clusters.
            conf.setIfMissing("spark.executor.memory", processes.group(1) + "m");
        }
        return conf.setIfMissing("spark.jars", jars())
                // Results are stored one by one, so their sum may be larger than the driver's memory.
                .setIfMissing("spark.driver.maxResultSize", "0")
                // A slow executor does not delay the sweep: a copy of its last tasks runs elsewhere.
                .setIfMissing("spark.speculation", "true")
                // Opens a port on all interfaces.
                .setIfMissing("spark.ui.enabled", "false");
    }

    /** Where the executors of a local cluster keep their files, which Spark does not delete; a real cluster has its own. */
    private static Optional<Path> workDirectory(String master) {
        if (!LOCAL_CLUSTER.matcher(master).matches()) {
            return Optional.empty();
        }
        Path spark = Path.of(System.getenv().getOrDefault("SPARK_HOME", "."));
        if (!Files.isWritable(spark)) {
            throw WeirException.usage(
                    "--master " + master + " needs a directory " + spark.resolve("work")
                            + ", and this user cannot write to " + spark,
                    "Use --master local[N], or an installation that belongs to this user.");
        }
        return Optional.of(spark.resolve("work"));
    }

    /** The JARs of Weir and those that it needs, without Spark's own. {@code spark-submit} sets a property that names them. */
    private static String jars() {
        String submitted = System.getProperty("spark.jars");
        if (submitted != null) {
            return submitted;
        }
        Path spark = Path.of(System.getenv().getOrDefault("SPARK_HOME", ""), "jars");
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar") && !Path.of(entry).startsWith(spark))
                .collect(Collectors.joining(","));
    }

    @Override
    public String submitCommand(List<String> command, Settings settings) {
        List<String> arguments = new ArrayList<>(List.of("spark-submit"));
        settings.master().ifPresent(url -> arguments.addAll(List.of("--master", url)));
        arguments.addAll(List.of("--class", "weir.cli.Weir"));
        String main = BuildIdentity.jars().get("weir.cli").toString();
        String others =
                Stream.of(jars().split(",")).filter(jar -> !jar.equals(main)).collect(Collectors.joining(","));
        arguments.addAll(List.of(
                "--driver-java-options",
                "-Dweir.install=" + System.getProperty("weir.install", "."),
                "--jars",
                others));
        arguments.add(main);
        arguments.addAll(command);
        return arguments.stream().map(SparkCluster::quote).collect(Collectors.joining(" "));
    }

    /** One word for a shell. */
    private static String quote(String argument) {
        return argument.matches("[\\w@%+=:,./-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
