package weir.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import weir.base.TemporaryDirectory;
import weir.base.WeirException;
import weir.embedded.internal.InstanceConfiguration;
import weir.embedded.internal.PluginAdmission;
import weir.embedded.internal.SharedPackages;

/**
 * A real framework in this process, small and for a command's time: the assembly's Declarative Services and Configuration Admin,
 * and the bundles of the strategies that are asked for. A strategy comes to life as in the host, by a factory configuration whose
 * factory PID is its name, and its types are those of this process. What strategies log is not shown: a replay asks tens of
 * thousands of times. Thread-safe; any number of instances may live at once.
 */
public final class EmbeddedFramework implements AutoCloseable {

    /** In the order of their start. All come out of {@code system/}, as the host's do. */
    private static final List<String> SERVICES =
            List.of("org.apache.felix.log", "org.apache.felix.configadmin", "org.apache.felix.scr", "weir.logging");

    private static final long STOP_LIMIT_MILLIS = 10_000;

    /** A field, because a logger that nobody holds loses its level. */
    private static final Logger ROOT = Logger.getLogger("");

    private final Framework framework;
    private final TemporaryDirectory cache;
    private final PluginAdmission admission;
    private final Map<Path, Bundle> installed = new HashMap<>();
    /** Folders whose bundles are all installed. */
    private final Set<Path> known = new HashSet<>();

    private final AtomicLong made = new AtomicLong();
    private final Thread atExit = new Thread(this::end, "end the strategies' framework");

    private EmbeddedFramework(Framework framework, TemporaryDirectory cache, PluginAdmission admission) {
        this.framework = framework;
        this.cache = cache;
        this.admission = admission;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts it, without a strategy.
     *
     * @param bundles returns the JAR of a service bundle of the host by its symbolic name
     * @throws WeirException if it does not start
     */
    public static EmbeddedFramework start(Function<String, Path> bundles) {
        ROOT.setLevel(Level.OFF);
        try {
            TemporaryDirectory cache = TemporaryDirectory.make("weir-strategies");
            Framework framework = new FrameworkFactory()
                    .newFramework(Map.of(
                            Constants.FRAMEWORK_STORAGE,
                            cache.path().toString(),
                            Constants.FRAMEWORK_STORAGE_CLEAN,
                            Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                            Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                            SharedPackages.clauses(),
                            // A home's JAR and the shipped one may be the same bundle in two files.
                            Constants.FRAMEWORK_BSNVERSION,
                            Constants.FRAMEWORK_BSNVERSION_MULTIPLE,
                            "felix.service.urlhandlers",
                            "false",
                            "felix.bootdelegation.implicit",
                            "false",
                            "felix.log.level",
                            "0"));
            PluginAdmission admission =
                    new PluginAdmission(bundles.apply(SERVICES.get(0)).getParent());
            EmbeddedFramework started = new EmbeddedFramework(framework, cache, admission);
            framework.start();
            for (String service : SERVICES) {
                started.context()
                        .installBundle(bundles.apply(service).toUri().toString())
                        .start();
            }
            return started;
        } catch (IOException | BundleException e) {
            throw WeirException.failed(
                    "the framework for strategies did not start",
                    "Check the space in the folder for temporary files, or build again: mvn package.",
                    e);
        }
    }

    /**
     * Makes an instance.
     *
     * @param jar whose strategy
     * @param parameters its configuration beyond the defaults: see {@link StrategyParameters#of}
     * @throws WeirException if the host would reject the JAR, or if the strategy does not start; with the reason
     */
    public StrategyInstance create(StrategyJar jar, Map<String, Object> parameters) {
        try {
            Bundle bundle = install(jar.file());
            return new InstanceConfiguration(context(), jar, "run" + made.incrementAndGet())
                    .provide(bundle, parameters);
        } catch (BundleException | IOException e) {
            throw WeirException.failed(
                    "strategy " + jar + " of " + jar.file() + " cannot be used",
                    "`weir install` says what a bundle of a strategy must be; docs/plugin-guide.md shows one.",
                    e);
        }
    }

    private BundleContext context() {
        return framework.getBundleContext();
    }

    private synchronized Bundle install(Path jar) throws BundleException {
        Bundle bundle = installed.get(jar);
        if (bundle == null) {
            admission.require(jar);
            bundle = context().installBundle(jar.toUri().toString());
            installNeighbours(jar.getParent());
            bundle.start();
            installed.put(jar, bundle);
        }
        return bundle;
    }

    /** A strategy may use packages of other plugins: they are there to resolve against, and not started. */
    private void installNeighbours(Path folder) {
        if (!known.add(folder)) {
            return;
        }
        // In the order of their names: which of two exporters is taken must not depend on the file system.
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(this::installNeighbour);
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + folder, "Make it readable.", e);
        }
    }

    private void installNeighbour(Path jar) {
        try {
            admission.require(jar);
            context().installBundle(jar.toUri().toString());
        } catch (BundleException | WeirException e) {
            // A strategy that needs the bundle does not resolve, and its error names the missing package.
        }
    }

    /** Ends every strategy, and the framework with them. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook does the same.
            return;
        }
        end();
    }

    private void end() {
        try {
            framework.stop();
            framework.waitForStop(STOP_LIMIT_MILLIS);
        } catch (BundleException e) {
            System.err.println("weir: the framework for strategies does not stop: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cache.remove();
    }
}
