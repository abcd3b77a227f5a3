package weir.spark.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
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

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public SweepEngine connect(Job job, Settings settings) {
        SparkConf conf = configuration(settings).setAppName("weir sweep " + job.strategy());
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
        FileTransfer transfer = settings.sharedDirectory()
                .<FileTransfer>map(uri -> new SharedDirectory(uri, context.hadoopConfiguration()))
                .orElseGet(() -> new DriverTransfer(context, temporary.path()));
        try {
            return new SparkSweepEngine(context, transfer, job, settings, temporary);
        } catch (RuntimeException e) {
            context.stop();
            temporary.remove();
            throw e;
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
        return conf.setIfMissing(
                        "spark.jars",
                        String.join(",", jars().stream().map(Path::toString).toList()))
                // Results are stored one by one, so their sum may be larger than the driver's memory.
                .setIfMissing("spark.driver.maxResultSize", "0")
                // A slow executor does not delay the sweep: a copy of its last tasks runs elsewhere.
                .setIfMissing("spark.speculation", "true")
                // Opens a port on all interfaces.
                .setIfMissing("spark.ui.enabled", "false");
    }

    /** Weir's code for the executors. */
    private static List<Path> jars() {
        return List.copyOf(BuildIdentity.jars().values());
    }

    @Override
    public String submitCommand(List<String> command, Settings settings) {
        List<Path> jars = jars();
        return "spark-submit "
                + settings.master().map(url -> "--master " + url + " ").orElse("")
                + "--class weir.cli.Weir --driver-java-options -Dweir.install="
                + System.getProperty("weir.install", ".")
                + " --jars " + jars.stream().map(Path::toString).collect(Collectors.joining(","))
                + " " + BuildIdentity.jars().get("weir.cli")
                + " " + String.join(" ", command);
    }
}
