package weir.installer.internal;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.DirectoryWatcher;
import weir.installer.BundleIdentity;
import weir.installer.ClassUnloadingStatus;
import weir.installer.Installer;
import weir.installer.InstallerListener;
import weir.installer.PluginStatus;
import weir.installer.internal.deploy.PluginBundles;
import weir.installer.internal.deploy.PluginIsolation;
import weir.installer.internal.deploy.RouteUsage;
import weir.installer.internal.deploy.SingletonUpgrades;
import weir.installer.internal.unload.ClassLoaderLeakDetector;
import weir.installer.internal.unload.PendingRemovals;
import weir.isolation.ChildProcesses;
import weir.router.InstalledPlugins;
import weir.router.Router;
import weir.router.RouterListener;

/**
 * The installer as a service. One thread reconciles the framework with the plugins directory after each event: a change in the
 * directory, a change of a route, a bundle or class loader that is gone, a timer.
 */
// Immediate: plugins are deployed even if no other component uses the service.
@Component(
        service = Installer.class,
        immediate = true,
        configurationPid = "weir.installer",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = InstallerComponent.Config.class)
public final class InstallerComponent implements Installer, InstalledPlugins {

    private static final Logger LOG = LoggerFactory.getLogger(InstallerComponent.class);
    private static final long SHUTDOWN_TIMEOUT_SECONDS = 3;
    /** How long other plugins wait for the start of a bundle. */
    private static final Duration BUNDLE_START_TIMEOUT = Duration.ofSeconds(3);

    /** Configuration of PID {@code weir.installer}. Times are in milliseconds. */
    @ObjectClassDefinition(name = "Weir installer")
    public @interface Config {
        /** Directory of the plugins' JARs. */
        String plugins();

        /** Directory of the private copies and of {@code installed.json}. */
        String data();

        /** Directory of {@code trust.json}. */
        String conf();

        /** Longest pause between two scans of the plugins directory. */
        long rescan_interval() default 5_000;

        /** How long a new version may take to serve the routes of its predecessor. */
        long start_timeout() default 3_000;

        /** How long other plugins wait for a bundle that stops: twice the time that its strategies have to finish their queries. */
        long stop_timeout() default 10_000;

        /** Pause before a plugin is tried again that could not be read, or did not start in time. */
        long retry_delay() default 5_000;

        /** Time after which the class loader of a removed plugin should be free. */
        long unload_grace_period() default 3_000;

        /** Shortest pause between two garbage collections that search for leaked class loaders. */
        long unload_collection_pause() default 10_000;
    }

    private final BundleContext context;
    private final Path plugins;
    private final ScheduledThreadPoolExecutor executor;
    private final ClassLoaderLeakDetector leakDetector;
    private final PluginReconciler reconciler;
    private final ServiceTracker<InstallerListener, InstallerListener> listeners;
    private final List<ServiceRegistration<?>> registrations;
    private final Duration rescanInterval;
    private final DirectoryWatcher watcher;
    private final TrustMonitor trust;
    private final Router router;
    private final DirectoryWatcher trustWatcher;

    /** @throws IOException if the data directory cannot be created */
    @Activate
    public InstallerComponent(
            BundleContext context, @Reference Router router, @Reference ChildProcesses children, Config config)
            throws IOException {
        this.context = context;
        this.plugins = Path.of(config.plugins());
        this.rescanInterval = Duration.ofMillis(config.rescan_interval());
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "weir installer");
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler(
                    (failed, error) -> LOG.error("The installer failed and will try again", error));
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        this.leakDetector = new ClassLoaderLeakDetector(
                Duration.ofMillis(config.unload_grace_period()),
                Duration.ofMillis(config.unload_collection_pause()),
                this::wake);
        PendingRemovals removals = new PendingRemovals(
                PluginBundles.wiring(context), leakDetector, Duration.ofMillis(config.stop_timeout()), this::wake);
        PluginBundles bundles = new PluginBundles(context, removals, BUNDLE_START_TIMEOUT);
        RouteUsage routes = new RouteUsage(router, this::wake);
        Path data = Files.createDirectories(Path.of(config.data()));
        this.router = router;
        this.trust = new TrustMonitor(Path.of(config.conf()), data);
        trust.refresh(); // before the first deployment
        this.reconciler = new PluginReconciler(
                plugins,
                data,
                bundles,
                removals,
                routes,
                trust,
                children,
                Duration.ofMillis(config.start_timeout()),
                Duration.ofMillis(config.retry_delay()));
        this.listeners = new ServiceTracker<>(context, InstallerListener.class, null);
        listeners.open();
        this.registrations = List.of(
                context.registerService(CollisionHook.class, bundles, null),
                context.registerService(ResolverHookFactory.class, new SingletonUpgrades(), null),
                context.registerService(PluginIsolation.SERVICES, new PluginIsolation(), null),
                context.registerService(RouterListener.class, routes, null),
                // Not by the component: the router, which uses the service, must be active before the component is.
                context.registerService(InstalledPlugins.class, this, null));
        this.watcher = new DirectoryWatcher(plugins, executor, this::reconcile);
        this.trustWatcher = new DirectoryWatcher(Path.of(config.conf()), executor, this::applyTrust);
    }

    /** Leaves the plugins installed: the framework stops them, or the next installer takes them over. */
    @Deactivate
    void stop() {
        watcher.close();
        trustWatcher.close();
        executor.shutdown();
        try {
            if (!executor.awaitTermination(SHUTDOWN_TIMEOUT_SECONDS, SECONDS)) {
                LOG.warn("The installer is still waiting for a bundle; stopping without it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        registrations.forEach(ServiceRegistration::unregister);
        listeners.close();
    }

    @Override
    public List<PluginStatus> status() {
        return reconciler.snapshot().plugins();
    }

    @Override
    public boolean isInstalled(Bundle bundle) {
        Optional<BundleIdentity> identity =
                Optional.of(new BundleIdentity(bundle.getSymbolicName(), bundle.getVersion()));
        return status().stream()
                .anyMatch(plugin ->
                        plugin.bundle().equals(identity) && Files.isRegularFile(plugins.resolve(plugin.file())));
    }

    @Override
    public boolean isHeld(long bundleId) {
        return Optional.ofNullable(context.getBundle(bundleId))
                .flatMap(PluginBundles::hash)
                .filter(trust::isHeld)
                .isPresent();
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(reconciler.snapshot().problems());
        problems.addAll(trust.problems(Instant.now()));
        return problems;
    }

    @Override
    public List<String> hangingStarts() {
        return reconciler.snapshot().hangingStarts();
    }

    @Override
    public ClassUnloadingStatus classUnloading() {
        return leakDetector.status();
    }

    @Override
    public void allowName(String strategy, String bundle) throws IOException {
        reconciler.names().allow(strategy, bundle);
        wake();
    }

    @Override
    public Duration scanDelay() {
        return watcher.scanDelay();
    }

    /** An event other than a change in the directory. Called on any thread. */
    private void wake() {
        DirectoryWatcher current = watcher;
        if (current != null) { // the router calls its listener before the constructor ends
            current.wake();
        }
    }

    /** Runs on the installer's thread, as {@link #reconcile} does. */
    private Duration applyTrust() {
        if (trust.refresh()) {
            reconciler.trustChanged();
            reconcile();
            router.pluginsChanged();
        }
        return rescanInterval;
    }

    private Duration reconcile() {
        PluginReconciler.Snapshot previous = reconciler.snapshot();
        long delay = reconciler.reconcile();
        leakDetector.check(System.nanoTime());
        if (!previous.equals(reconciler.snapshot())) {
            listeners.getTracked().values().forEach(listener -> listener.pluginsChanged(status()));
        }
        delay = Math.min(delay, leakDetector.nanosUntilNextCheck(System.nanoTime()));
        return Duration.ofNanos(Math.max(0, Math.min(delay, rescanInterval.toNanos())));
    }
}
