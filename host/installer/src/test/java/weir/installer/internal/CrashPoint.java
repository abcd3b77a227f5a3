package weir.installer.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.SynchronousBundleListener;
import weir.installer.HostHarness;
import weir.installer.internal.deploy.PluginBundles;
import weir.strategy.RebalanceStrategy;

/**
 * Points of an upgrade at which a host is killed. Those of the framework are reached on the thread that upgrades, those of files when
 * the system reports the change.
 */
enum CrashPoint {
    COPY_CREATED(file("data/bundles", StandardWatchEventKinds.ENTRY_CREATE, "copy.*\\.part")),
    COPY_WRITTEN(file("data/bundles", StandardWatchEventKinds.ENTRY_MODIFY, "copy.*\\.part")),
    COPY_STORED(file("data/bundles", StandardWatchEventKinds.ENTRY_CREATE, ".*\\.jar")),
    NEW_INSTALLED(bundle(BundleEvent.INSTALLED)),
    NEW_RESOLVED(bundle(BundleEvent.RESOLVED)),
    NEW_STARTING(bundle(BundleEvent.STARTING)),
    NEW_REGISTERED(service(ServiceEvent.REGISTERED)),
    NEW_STARTED(bundle(BundleEvent.STARTED)),
    CHANGE_LOGGED(file("data", StandardWatchEventKinds.ENTRY_MODIFY, "changes\\.jsonl")),
    SELECTION_CREATED(file("data", StandardWatchEventKinds.ENTRY_CREATE, "routes\\.json\\.part")),
    SELECTION_RENAMED(file("data", StandardWatchEventKinds.ENTRY_CREATE, "routes\\.json")),
    OLD_STOPPING(bundle(BundleEvent.STOPPING)),
    OLD_UNREGISTERING(service(ServiceEvent.UNREGISTERING)),
    OLD_STOPPED(bundle(BundleEvent.STOPPED)),
    OLD_UNRESOLVED(bundle(BundleEvent.UNRESOLVED)),
    OLD_UNINSTALLED(bundle(BundleEvent.UNINSTALLED)),
    RECORD_CREATED(file("data", StandardWatchEventKinds.ENTRY_CREATE, "installed\\.json\\.part")),
    RECORD_WRITTEN(file("data", StandardWatchEventKinds.ENTRY_MODIFY, "installed\\.json\\.part")),
    RECORD_RENAMED(file("data", StandardWatchEventKinds.ENTRY_CREATE, "installed\\.json")),
    OLD_COPY_DELETED(file("data/bundles", StandardWatchEventKinds.ENTRY_DELETE, ".*\\.jar")),
    ROUTE_CREATED(file("routes", StandardWatchEventKinds.ENTRY_CREATE, "default\\.json\\.part")),
    ROUTE_RENAMED(file("routes", StandardWatchEventKinds.ENTRY_CREATE, "default\\.json"));

    /** What a shell reports after {@code kill -9}. */
    static final int EXIT_CODE = 137;

    private final Trigger trigger;

    CrashPoint(Trigger trigger) {
        this.trigger = trigger;
    }

    /** Makes the JVM end at this point. No shutdown hook and no {@code finally} runs. */
    void arm(HostHarness host, Path home) throws Exception {
        trigger.arm(host, home, () -> Runtime.getRuntime().halt(EXIT_CODE));
    }

    private interface Trigger {
        void arm(HostHarness host, Path home, Runnable kill) throws Exception;
    }

    private static Trigger bundle(int type) {
        return (host, home, kill) -> host.context().addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == type && PluginBundles.isPlugin(event.getBundle())) {
                kill.run();
            }
        });
    }

    private static Trigger service(int type) {
        return (host, home, kill) -> listen(host, type, kill);
    }

    private static void listen(HostHarness host, int type, Runnable kill) throws InvalidSyntaxException {
        AllServiceListener listener = event -> {
            if (event.getType() == type) {
                kill.run();
            }
        };
        host.context()
                .addServiceListener(
                        listener, "(" + Constants.OBJECTCLASS + "=" + RebalanceStrategy.class.getName() + ")");
    }

    private static Trigger file(String directory, WatchEvent.Kind<Path> kind, String name) {
        return (host, home, kill) -> watch(home.resolve(directory), kind, name, kill);
    }

    private static void watch(Path directory, WatchEvent.Kind<Path> kind, String name, Runnable kill)
            throws IOException {
        WatchService changes = directory.getFileSystem().newWatchService();
        directory.register(changes, kind);
        Thread watcher = new Thread(
                () -> {
                    try {
                        for (WatchKey key = changes.take(); ; key = changes.take()) {
                            if (key.pollEvents().stream().anyMatch(event -> String.valueOf(event.context())
                                    .matches(name))) {
                                kill.run();
                            }
                            key.reset();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "watch " + directory);
        watcher.setDaemon(true);
        watcher.start();
    }
}
