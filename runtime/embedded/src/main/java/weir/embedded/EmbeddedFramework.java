package weir.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import weir.base.TemporaryDirectory;
import weir.base.WeirException;
import weir.embedded.internal.InstanceConfiguration;
import weir.embedded.internal.SharedPackages;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.Platform;
import weir.installer.verify.PluginEntries;
import weir.installer.verify.PluginRejectedException;

/**
 * An OSGi framework in this process for the duration of a command, with Declarative Services, Configuration Admin and the bundles
 * of strategies. Strategies are instantiated as in the host, and their API types are those of this process. Log messages are not
 * shown, because a replay makes tens of thousands of calls. Closing it ends all instances. Thread-safe.
 */
public final class EmbeddedFramework implements AutoCloseable {

    static final String LOG_BUNDLE = "org.apache.felix.log";

    /** The host's service bundles, in the order of their start. */
    private static final List<String> SERVICES =
            List.of(LOG_BUNDLE, "org.apache.felix.configadmin", "org.apache.felix.scr", "weir.logging");

    private static final long STOP_TIMEOUT_MILLIS = 10_000;

    /** A field, because a logger without references may be collected and lose its level. */
    private static final Logger ROOT = Logger.getLogger("");

    private final Framework framework;
    private final TemporaryDirectory cache;
    private final JarVerifier verifier;
    private final Predicate<Path> neighbours;
    private final Map<Path, Bundle> installed = new HashMap<>();
    /** Directories whose bundles are all installed. */
    private final Set<Path> installedDirectories = new HashSet<>();

    private final AtomicLong created = new AtomicLong();
    private final Thread shutdownHook = new Thread(this::end, "stop-embedded-framework");

    private EmbeddedFramework(
            Framework framework, TemporaryDirectory cache, JarVerifier verifier, Predicate<Path> neighbours) {
        this.framework = framework;
        this.cache = cache;
        this.verifier = verifier;
        this.neighbours = neighbours;
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /**
     * Starts a framework without strategies.
     *
     * @param bundles returns the JAR of a service bundle of the host by its symbolic name
     * @throws WeirException if it does not start
     */
    public static EmbeddedFramework start(Function<String, Path> bundles) {
        return start(bundles, neighbour -> true);
    }

    /**
     * Starts a framework without strategies.
     *
     * @param neighbours whether a JAR in the directory of a strategy may give it packages; its code then runs in this process
     */
    static EmbeddedFramework start(Function<String, Path> bundles, Predicate<Path> neighbours) {
        silenceLog();
        try {
            TemporaryDirectory cache = TemporaryDirectory.create("weir-strategies");
            Framework framework = new FrameworkFactory()
                    .newFramework(Map.of(
                            Constants.FRAMEWORK_STORAGE,
                            cache.path().toString(),
                            Constants.FRAMEWORK_STORAGE_CLEAN,
                            Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                            Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                            SharedPackages.clauses(),
                            // The same bundle may be installed from the home and from the assembly.
                            Constants.FRAMEWORK_BSNVERSION,
                            Constants.FRAMEWORK_BSNVERSION_MULTIPLE,
                            "felix.service.urlhandlers",
                            "false",
                            "felix.bootdelegation.implicit",
                            "false",
                            "felix.log.level",
                            "0"));
            Path system = bundles.apply(SERVICES.get(0)).getParent();
            EmbeddedFramework started =
                    new EmbeddedFramework(framework, cache, new JarVerifier(Platform.in(system)), neighbours);
            framework.start();
            for (String service : SERVICES) {
                started.context()
                        .installBundle(bundles.apply(service).toUri().toString())
                        .start();
            }
            return started;
        } catch (IOException | BundleException e) {
            throw WeirException.failed(
                    "the embedded framework did not start",
                    "Check the free space of the temporary directory, or build again: mvn package.",
                    e);
        }
    }

    /**
     * Creates an instance.
     *
     * @param parameters values that differ from the defaults; see {@link PackagedStrategy#readParameters}
     * @throws WeirException with the reason, if the host would reject the JAR or the strategy does not start
     */
    public StrategyInstance create(PackagedStrategy jar, Map<String, Object> parameters) {
        try {
            Bundle bundle = install(jar.file());
            return new InstanceConfiguration(context(), jar, "run" + created.incrementAndGet())
                    .create(bundle, parameters);
        } catch (BundleException | IOException e) {
            throw WeirException.failed(
                    "strategy " + jar + " of " + jar.file() + " cannot be used",
                    "See docs/plugin-guide.md for what a strategy's bundle must contain.",
                    e);
        }
    }

    /** Log messages of strategies are not shown, because a replay makes tens of thousands of calls. */
    static void silenceLog() {
        ROOT.setLevel(Level.OFF);
    }

    private BundleContext context() {
        return framework.getBundleContext();
    }

    private synchronized Bundle install(Path jar) throws BundleException {
        Bundle bundle = installed.get(jar);
        if (bundle == null) {
            bundle = installVerified(jar);
            installNeighbours(jar.getParent());
            bundle.start();
            installed.put(jar, bundle);
        }
        return bundle;
    }

    private Bundle installVerified(Path jar) throws BundleException {
        try {
            return verifyAndInstall(jar);
        } catch (PluginRejectedException e) {
            String remedy = e.remedy();
            throw WeirException.failed(
                    jar + " is rejected: " + e.problem(),
                    Character.toUpperCase(remedy.charAt(0)) + remedy.substring(1) + ".");
        }
    }

    private Bundle verifyAndInstall(Path jar) throws BundleException, PluginRejectedException {
        verifier.verify(jar);
        Bundle bundle = context().installBundle(jar.toUri().toString());
        try {
            verifier.verifyInstalled(jar, bundle.getHeaders(""));
        } catch (PluginRejectedException e) {
            bundle.uninstall();
            throw e;
        }
        return bundle;
    }

    /** A strategy may import packages of other plugins, which are installed but not started. */
    private void installNeighbours(Path directory) {
        if (!installedDirectories.add(directory)) {
            return;
        }
        try {
            PluginEntries.list(directory).forEach(this::installNeighbour);
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + directory, "Make it readable.", e);
        }
    }

    private void installNeighbour(Path jar) {
        try {
            if (neighbours.test(jar)) {
                verifyAndInstall(jar);
            }
        } catch (BundleException | PluginRejectedException | WeirException e) {
            // A strategy that needs the bundle does not resolve, and its error names the missing package.
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook does the same.
            return;
        }
        end();
    }

    private void end() {
        try {
            framework.stop();
            framework.waitForStop(STOP_TIMEOUT_MILLIS);
        } catch (BundleException e) {
            System.err.println("weir: the embedded framework does not stop: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cache.remove();
    }
}
