package weir.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.sweep.SweepEngine;

/**
 * Creates sweep engines that play trials on a cluster. Weir has none itself: an implementation is a JAR on the class path, which {@link
 * ServiceLoader} finds.
 */
public interface ClusterEngine {

    /** The name on the command line: {@code --engine NAME}. */
    String name();

    /**
     * Connects to the cluster.
     *
     * @throws weir.base.WeirException if that fails
     */
    SweepEngine connect(Job job, Settings settings);

    /**
     * The arguments with which the cluster's own tools start the same sweep.
     *
     * @param command arguments of {@code weir}, the first is {@code sweep}
     * @return a command line for a shell
     */
    String submitCommand(List<String> command, Settings settings);

    /**
     * What each machine needs to play trials.
     *
     * @param plan the settings of each backtest; machines get the swaps that the trials read
     * @param strategy the strategy
     * @param plugins the strategy's JAR and those whose packages it may import; they run in the process of the executor, without a fence
     * @param systemBundles JARs of the host's bundles
     */
    record Job(BacktestPlan plan, PackagedStrategy strategy, List<Path> plugins, List<Path> systemBundles) {}

    /**
     * Where the cluster is.
     *
     * @param master URL of its manager; empty if the environment names it
     * @param sharedDirectory URI of a directory that all machines can read and this process can write; empty to send files from this
     *     process
     */
    record Settings(Optional<String> master, Optional<String> sharedDirectory) {}

    /** The engine with a name, if its JAR is on the class path. */
    static Optional<ClusterEngine> find(String name) {
        return ServiceLoader.load(ClusterEngine.class, ClusterEngine.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(engine -> engine.name().equals(name))
                .findFirst();
    }
}
