package weir.installer.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.installer.ClassUnloadingStatus;
import weir.installer.Installer;
import weir.installer.InstallerListener;
import weir.installer.PluginStatus;
import weir.installer.internal.deploy.BundleStore;
import weir.installer.internal.deploy.DeploymentRecord;
import weir.installer.internal.deploy.PluginBundles;
import weir.installer.internal.deploy.PluginDeployment;
import weir.installer.internal.deploy.RouteUsage;
import weir.installer.internal.scan.PluginDirectory;
import weir.installer.internal.unload.ClassLoaderLeakDetector;
import weir.installer.internal.unload.PendingRemovals;
import weir.router.Router;
import weir.router.RouterListener;

/**
 * The installer as a service. One thread reconciles the framework with the plugins directory after each event: a change in the
 * directory, a change of a route, a bundle or class loader that is gone, a timer.
 */
// Immediate: plugins are deployed even if no other component uses the service.
@Component(immediate = true, configurationPid = "weir.installer", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = InstallerComponent.Config.class)
public final class InstallerComponent implements Installer {

    private static final Logger LOG = LoggerFactory.getLogger(InstallerComponent.class);
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);

    /** Configuration of PID {@code weir.installer}. */
    @ObjectClassDefinition(name = "Weir installer")
    public @interface Config {
        @AttributeDefinition(name = "Plugins directory", description = "Directory of the plugins' JARs")
        String plugins();

        @AttributeDefinition(name = "Data directory", description = "Directory of private copies and of installed.json")
        String data();

        @AttributeDefinition(
                name = "Rescan interval (ms)",
                description = "Interval of scans beside those that the file system's notifications cause")
        long rescan_interval() default 100;

        @AttributeDefinition(
                name = "Start time-out (ms)",
                description = "How long a new version may take to serve the routes of its predecessor")
        long start_timeout() default 3_000;

        @AttributeDefinition(
                name = "Stop time-out (ms)",
                description =
                        "How long the installer waits for a bundle to stop before it continues with other plugins")
        long stop_timeout() default 10_000;

        @AttributeDefinition(
                name = "Retry delay (ms)",
                description = "Time until a plugin that could not be read, or did not start in time, is tried again")
        long retry_delay() default 5_000;

        @AttributeDefinition(
                name = "Class unloading grace period (ms)",
                description = "Time after which the class loader of a removed plugin is expected to be free")
        long unload_grace_period() default 3_000;

        @AttributeDefinition(
                name = "Pause between collections (ms)",
                description = "Least time between two garbage collections that search for leaked class loaders")
        long unload_collection_pause() default 10_000;
    }

    private final ScheduledThreadPoolExecutor executor;
    private final ClassLoaderLeakDetector leakDetector;
    private final PluginReconciler reconciler;
    private final ServiceTracker<InstallerListener, InstallerListener> listeners;
    private final List<ServiceRegistration<?>> registrations;
    private final AtomicBoolean isPassQueued = new AtomicBoolean();
    private final Duration rescanInterval;
    /** Used on the installer's thread only. */
    private Future<?> timer;

    /** @throws IOException if the data directory cannot be created */
    @Activate
    public InstallerComponent(BundleContext context, @Reference Router router, Config config) throws IOException {
        this.rescanInterval = Duration.ofMillis(config.rescan_interval());
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "weir installer");
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
        Path data = Files.createDirectories(Path.of(config.data()));
        this.leakDetector = new ClassLoaderLeakDetector(
                Duration.ofMillis(config.unload_grace_period()),
                Duration.ofMillis(config.unload_collection_pause()),
                this::requestPass);
        PendingRemovals removals = new PendingRemovals(
                PluginBundles.wiring(context),
                leakDetector,
                Duration.ofMillis(config.stop_timeout()),
                this::requestPass);
        BundleStore store = new BundleStore(data.resolve("bundles"));
        PluginBundles bundles = new PluginBundles(context, removals);
        RouteUsage routes = new RouteUsage(router, this::requestPass);
        this.reconciler = new PluginReconciler(
                new PluginDirectory(Path.of(config.plugins())),
                new PluginDeployment(context, store, bundles, routes, Duration.ofMillis(config.start_timeout())),
                bundles,
                removals,
                routes,
                store,
                new DeploymentRecord(data.resolve("installed.json")),
                Duration.ofMillis(config.retry_delay()));
        this.listeners = new ServiceTracker<>(context, InstallerListener.class, null);
        listeners.open();
        this.registrations = List.of(
                context.registerService(CollisionHook.class, bundles, null),
                context.registerService(RouterListener.class, routes, null));
        executor.execute(safely(reconciler::restore));
        requestPass();
    }

    /** Leaves the plugins installed: the framework stops them, or the next installer takes them over. */
    @Deactivate
    void stop() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
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
        return reconciler.status();
    }

    @Override
    public List<String> problems() {
        return reconciler.problems();
    }

    @Override
    public ClassUnloadingStatus classUnloading() {
        return leakDetector.status();
    }

    /** Something happened. Called on any thread; events that come before the pass begins share it. */
    private void requestPass() {
        if (!isPassQueued.getAndSet(true)) {
            try {
                executor.execute(safely(this::pass));
            } catch (RejectedExecutionException e) {
                LOG.debug("The installer has stopped", e);
            }
        }
    }

    private void pass() {
        isPassQueued.set(false);
        if (timer != null) {
            timer.cancel(false);
        }
        // Scheduled first: after a failure of the next lines, the following pass tries again.
        timer = executor.schedule(this::requestPass, rescanInterval.toNanos(), TimeUnit.NANOSECONDS);
        List<PluginStatus> before = status();
        List<String> problemsBefore = problems();
        reconciler.reconcile();
        leakDetector.check(System.nanoTime());
        if (!before.equals(status()) || !problemsBefore.equals(problems())) {
            listeners.getTracked().values().forEach(listener -> listener.pluginsChanged(status()));
        }
        long delay = Math.min(reconciler.delay(), leakDetector.delay(System.nanoTime()));
        if (delay < rescanInterval.toNanos()) {
            timer.cancel(false);
            timer = executor.schedule(this::requestPass, delay, TimeUnit.NANOSECONDS);
        }
    }

    /** A plugin may cause any error on this thread. It must not end the installer. */
    static Runnable safely(Runnable step) {
        return () -> {
            try {
                step.run();
            } catch (Throwable t) {
                try {
                    LOG.error("The installer failed and will try again", t);
                } catch (OutOfMemoryError e) {
                    // The heap is too full to write a log line. The next pass tries again.
                }
            }
        };
    }
}
