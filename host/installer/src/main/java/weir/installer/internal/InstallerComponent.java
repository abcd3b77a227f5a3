package weir.installer.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.installer.Installer;
import weir.installer.PluginStatus;
import weir.installer.Unloading;
import weir.router.Router;

/** The installer as a service: one thread that looks at the plugins folder and lets the {@link Reconciler} follow it. */
// Immediate: the folder is followed whether or not anybody asks for the service.
@Component(immediate = true, configurationPid = "weir.installer", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = InstallerComponent.Config.class)
public final class InstallerComponent implements Installer {

    private static final Logger LOG = LoggerFactory.getLogger(InstallerComponent.class);
    private static final long BETWEEN_LOOKS = Duration.ofMillis(100).toMillis();

    /** Configuration of PID {@code weir.installer}. */
    @ObjectClassDefinition(name = "Weir installer")
    public @interface Config {
        /** Folder of the plugins' JARs. */
        @AttributeDefinition(name = "Plugins folder", description = "Folder that strategies are dropped into")
        String plugins();

        /** Folder of the installer's own state. */
        @AttributeDefinition(name = "Data folder", description = "Folder of private copies and of what is installed")
        String data();
    }

    private final LoaderWatch loaders = new LoaderWatch();
    private final Reconciler reconciler;
    private final ServiceRegistration<CollisionHook> hook;
    private final ScheduledExecutorService thread;

    /** @throws IOException if the data folder cannot be made */
    @Activate
    public InstallerComponent(BundleContext context, @Reference Router router, Config config) throws IOException {
        Path data = Files.createDirectories(Path.of(config.data()));
        PluginsFolder folder = new PluginsFolder(Path.of(config.plugins()));
        PrivateCopies copies = new PrivateCopies(data.resolve("bundles"));
        PluginBundles bundles = new PluginBundles(context, loaders);
        Serving serving = new Serving(router);
        this.reconciler = new Reconciler(
                folder,
                new SwapSequence(context, copies, bundles, serving),
                bundles,
                serving,
                copies,
                new InstalledFile(data.resolve("installed.json")));
        this.hook = context.registerService(CollisionHook.class, bundles, null);
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread named = new Thread(task, "weir installer");
            named.setDaemon(true);
            return named;
        });
        thread.execute(safely(reconciler::restore));
        thread.scheduleWithFixedDelay(safely(reconciler::tick), 0, BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(
                safely(() -> loaders.look(System.nanoTime())), BETWEEN_LOOKS, BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
    }

    /** Leaves the plugins where they are: the framework stops them, or the next installer adopts them. */
    @Deactivate
    void stop() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("The installer is still busy with a bundle; leaving it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        hook.unregister();
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
    public Unloading unloading() {
        return loaders.unloading();
    }

    /** Whatever a plugin does to this thread or to the heap, the next look comes: a scheduled task that throws is never run again. */
    static Runnable safely(Runnable step) {
        return () -> {
            try {
                step.run();
            } catch (Throwable t) {
                try {
                    LOG.error("The installer stumbled; it goes on with the next look", t);
                } catch (OutOfMemoryError unspeakable) {
                    // The heap is so full that not even a line can be written; the next look says it.
                }
            }
        };
    }
}
