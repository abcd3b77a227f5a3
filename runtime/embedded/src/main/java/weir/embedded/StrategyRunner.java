package weir.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import weir.backtest.experiment.StrategyFactory;
import weir.base.WeirException;
import weir.embedded.internal.PlacedJar;
import weir.embedded.internal.ProcessFactory;
import weir.embedded.internal.ProcessStrategies;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.Platform;
import weir.isolation.Level;
import weir.isolation.Placement;

/**
 * Runs strategies from their JARs for the duration of a command, each at the level of its publisher: in a framework in this process, or
 * in child processes as the host's. Neither is started before a strategy needs it. Closing it ends all instances. Thread-safe.
 */
public final class StrategyRunner implements AutoCloseable {

    private final Function<String, Path> bundles;
    private final PlacementRules rules;
    private final JarVerifier verifier;
    private final ProcessStrategies processes;
    private final Consumer<String> notice;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private EmbeddedFramework framework;

    /**
     * @param bundles returns the JAR of a service bundle of the host by its symbolic name
     * @param childClassPath returns the JARs of child processes
     * @param notice receives, once for each strategy of a publisher, at which level it runs
     */
    public StrategyRunner(
            Function<String, Path> bundles,
            Supplier<List<Path>> childClassPath,
            PlacementRules rules,
            Consumer<String> notice) {
        this.bundles = bundles;
        this.rules = rules;
        this.notice = notice;
        this.verifier = verifier(bundles.apply(EmbeddedFramework.LOG_BUNDLE).getParent());
        EmbeddedFramework.silenceLog();
        this.processes = new ProcessStrategies(verifier, childClassPath);
    }

    private static JarVerifier verifier(Path system) {
        try {
            return new JarVerifier(Platform.in(system));
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + system, "Make it readable.", e);
        }
    }

    /** Where a strategy runs. */
    public Placement placement(PackagedStrategy jar) {
        return PlacedJar.placement(jar.file(), verifier, rules);
    }

    private Placement shownPlacement(PackagedStrategy jar) {
        Placement placement = placement(jar);
        String text = jar + " of " + placement.name() + " runs at the level "
                + placement.level().id() + ", as in the host";
        if (placement.level() != Level.HOST && told.add(text)) {
            notice.accept(text);
        }
        return placement;
    }

    /**
     * Creates an instance.
     *
     * @param parameters values that differ from the defaults; see {@link PackagedStrategy#readParameters}
     * @throws WeirException with the reason, if the host would reject the JAR, its level is not possible on this machine, or the strategy
     *     does not start. The calls of an instance in a child process throw it when the process has ended
     */
    public StrategyInstance create(PackagedStrategy jar, Map<String, Object> parameters) {
        Placement placement = shownPlacement(jar);
        return placement.level() == Level.HOST
                ? framework().create(jar, parameters)
                : processes.create(jar, placement, parameters);
    }

    /**
     * Creates instances and groups of a strategy. A group in a child process has the process for itself.
     *
     * @throws WeirException as {@link #create}, if the JAR or its level is the reason
     */
    public StrategyFactory factory(PackagedStrategy jar) {
        Placement placement = shownPlacement(jar);
        return placement.level() == Level.HOST
                ? values -> framework().create(jar, jar.readParameters(values))
                : new ProcessFactory(processes, jar, placement);
    }

    private synchronized EmbeddedFramework framework() {
        if (framework == null) {
            framework = EmbeddedFramework.start(
                    bundles,
                    neighbour -> PlacedJar.placement(neighbour, verifier, rules).level() == Level.HOST);
        }
        return framework;
    }

    @Override
    public synchronized void close() {
        processes.close();
        if (framework != null) {
            framework.close();
        }
    }
}
