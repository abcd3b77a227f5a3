package weir.installer.internal.unload;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.installer.ClassUnloadingStatus;

/**
 * Tracks the class loaders of removed plugins until they are garbage collected. Reports a class loader that survives two forced
 * collections, with the cause. Times are values of {@link System#nanoTime}. Not thread-safe except for {@link #status}.
 */
public final class ClassLoaderLeakDetector {

    /** Longer than the usual pause: while plugins are being upgraded, one collection serves many of them. */
    private static final Duration COLLECTION_PAUSE_DURING_UPGRADES = Duration.ofSeconds(60);

    private static final int COLLECTIONS_BEFORE_REPORT = 2;

    /** Limits the memory that tracking takes. */
    private static final int MAX_TRACKED = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ClassLoaderLeakDetector.class);

    private final Duration gracePeriod;
    private final Duration collectionPause;
    private final Runnable onFreed;
    private final Cleaner cleaner = Cleaner.create();
    private final List<Tracked> tracked = new ArrayList<>();
    private long uninstalled;
    private long freed;
    private long lastCollection;
    private volatile ClassUnloadingStatus status = new ClassUnloadingStatus(0, 0, List.of());

    /**
     * @param gracePeriod time in which a class loader is expected to become free without a forced collection
     * @param collectionPause least time between two forced collections, each of which stops the host for a moment
     * @param onFreed called on any thread when a class loader was freed; {@link #check} is to be called then
     */
    public ClassLoaderLeakDetector(Duration gracePeriod, Duration collectionPause, Runnable onFreed) {
        this.gracePeriod = gracePeriod;
        this.collectionPause = collectionPause;
        this.onFreed = onFreed;
        this.lastCollection = System.nanoTime() - collectionPause.toNanos();
    }

    /** The current status. Thread-safe. */
    public ClassUnloadingStatus status() {
        return status;
    }

    /** Tracks the class loader of a bundle that is about to be stopped and uninstalled. */
    void track(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring == null || wiring.getClassLoader() == null) {
            return;
        }
        if (tracked.size() < MAX_TRACKED) {
            tracked.add(new Tracked(bundle.getSymbolicName() + " " + bundle.getVersion(), wiring));
            cleaner.register(wiring.getClassLoader(), onFreed);
        }
        uninstalled++; // last, so that a retry after an OutOfMemoryError does not count twice
        publish();
    }

    /** Counts the class loaders that were freed. Forces a collection if one is due, and reports those that survive. */
    public void check(long time) {
        boolean collect = delay(time) <= 0;
        if (collect) {
            System.gc();
            lastCollection = System.nanoTime();
        }
        for (Tracked loader : List.copyOf(tracked)) {
            if (loader.reference.refersTo(null)) {
                tracked.remove(loader);
                freed++;
                LOG.info(
                        "{}: its classes were freed {} s after its removal began; {} of {} uninstalled plugins are freed",
                        loader.name,
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - loader.since) / 1_000.0,
                        freed,
                        uninstalled);
            } else if (collect && overdue(loader, time) <= 0) {
                loader.survivedCollection();
            }
        }
        publish();
    }

    /** Nanoseconds until {@link #check} is to be called; {@link Long#MAX_VALUE} for never. */
    public long delay(long time) {
        long firstOverdue = Long.MAX_VALUE;
        long lastOverdue = 0;
        for (Tracked loader : tracked) {
            long overdue = overdue(loader, time);
            lastOverdue = Math.max(lastOverdue, overdue);
            firstOverdue = loader.report.isEmpty() ? Math.min(firstOverdue, overdue) : firstOverdue;
        }
        long sinceCollection = time - lastCollection;
        long quiet = Math.max(lastOverdue, collectionPause.toNanos() - sinceCollection);
        long busy = COLLECTION_PAUSE_DURING_UPGRADES.toNanos() - sinceCollection;
        return Math.max(firstOverdue, Math.min(quiet, busy));
    }

    /** Nanoseconds until the grace period of a class loader ends. */
    private long overdue(Tracked loader, long time) {
        return gracePeriod.toNanos() - (time - loader.since);
    }

    private void publish() {
        List<String> leaks = tracked.stream()
                .map(loader -> loader.report)
                .filter(report -> !report.isEmpty())
                .toList();
        status = new ClassUnloadingStatus(uninstalled, freed, leaks);
    }

    /** The class loader of a removed plugin. */
    private static final class Tracked {
        private final String name;
        private final WeakReference<ClassLoader> reference;
        private final LeakCause cause;
        private final long since = System.nanoTime();
        private int survivedCollections;
        private String report = "";

        Tracked(String name, BundleWiring wiring) {
            this.name = name;
            this.reference = new WeakReference<>(wiring.getClassLoader());
            this.cause = new LeakCause(wiring);
        }

        void survivedCollection() {
            ClassLoader leaked = reference.get();
            if (leaked != null && ++survivedCollections == COLLECTIONS_BEFORE_REPORT) {
                report = name + " is uninstalled, but its classes are not freed: " + cause.describe(leaked);
                LOG.warn("{}", report);
            }
        }
    }
}
