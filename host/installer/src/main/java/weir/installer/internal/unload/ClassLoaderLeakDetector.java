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
 * Tracks the class loaders of removed plugins until the JVM frees them. Reports a class loader, with the cause, if it survives two forced
 * garbage collections. Times are values of {@link System#nanoTime}. Not thread-safe except for {@link #status}.
 */
public final class ClassLoaderLeakDetector {

    /** Longest pause between two collections during upgrades. It is long, so that one collection frees many class loaders. */
    private static final Duration COLLECTION_PAUSE_DURING_UPGRADES = Duration.ofSeconds(60);

    private static final int COLLECTIONS_BEFORE_REPORT = 2;

    /** Limits the memory for tracking. */
    private static final int MAX_TRACKED_LOADERS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ClassLoaderLeakDetector.class);

    private final Duration gracePeriod;
    private final Duration collectionPause;
    private final Runnable onFreed;
    private final Cleaner cleaner = Cleaner.create();
    private final List<TrackedClassLoader> trackedLoaders = new ArrayList<>();
    private long uninstalledCount;
    private long freedCount;
    private long lastCollectionNanos;
    private volatile ClassUnloadingStatus status = new ClassUnloadingStatus(0, 0, List.of());

    /**
     * @param gracePeriod time for the JVM to free a class loader without a forced collection
     * @param collectionPause shortest time between two forced collections, because each stops all threads for a moment
     * @param onFreed called on any thread after a class loader was freed; the caller must then call {@link #check}
     */
    public ClassLoaderLeakDetector(Duration gracePeriod, Duration collectionPause, Runnable onFreed) {
        this.gracePeriod = gracePeriod;
        this.collectionPause = collectionPause;
        this.onFreed = onFreed;
        this.lastCollectionNanos = System.nanoTime() - collectionPause.toNanos();
    }

    /** The current status. Thread-safe. */
    public ClassUnloadingStatus status() {
        return status;
    }

    /** Tracks the class loader of a bundle that will be stopped and uninstalled. */
    void track(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring == null || wiring.getClassLoader() == null) {
            return;
        }
        if (trackedLoaders.size() < MAX_TRACKED_LOADERS) {
            trackedLoaders.add(new TrackedClassLoader(bundle.getSymbolicName() + " " + bundle.getVersion(), wiring));
            cleaner.register(wiring.getClassLoader(), onFreed);
        }
        uninstalledCount++; // Last: after an OutOfMemoryError above, the caller calls this method again.
        updateStatus();
    }

    /** Counts the freed class loaders. Forces a garbage collection if one is due, and reports the class loaders that survive. */
    public void check(long nowNanos) {
        boolean isCheckDue = nanosUntilNextCheck(nowNanos) <= 0;
        if (isCheckDue) {
            System.gc();
            lastCollectionNanos = System.nanoTime();
        }
        for (TrackedClassLoader loader : List.copyOf(trackedLoaders)) {
            if (loader.reference.refersTo(null)) {
                trackedLoaders.remove(loader);
                freedCount++;
                LOG.info(
                        "{}: the JVM freed its classes {} s after its removal began; {} of {} uninstalled plugins are freed",
                        loader.name,
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - loader.trackedSinceNanos) / 1_000.0,
                        freedCount,
                        uninstalledCount);
            } else if (isCheckDue && nanosUntilOverdue(loader, nowNanos) <= 0) {
                loader.recordSurvival();
            }
        }
        updateStatus();
    }

    /** Returns the nanoseconds until the caller must call {@link #check}; {@link Long#MAX_VALUE} for never. */
    public long nanosUntilNextCheck(long nowNanos) {
        long nanosUntilFirstReport = Long.MAX_VALUE;
        long nanosUntilAllOverdue = 0;
        for (TrackedClassLoader loader : trackedLoaders) {
            long untilOverdue = nanosUntilOverdue(loader, nowNanos);
            nanosUntilAllOverdue = Math.max(nanosUntilAllOverdue, untilOverdue);
            nanosUntilFirstReport =
                    loader.report.isEmpty() ? Math.min(nanosUntilFirstReport, untilOverdue) : nanosUntilFirstReport;
        }
        long sinceCollection = nowNanos - lastCollectionNanos;
        long nanosWhenIdle = Math.max(nanosUntilAllOverdue, collectionPause.toNanos() - sinceCollection);
        long nanosDuringUpgrade = COLLECTION_PAUSE_DURING_UPGRADES.toNanos() - sinceCollection;
        return Math.max(nanosUntilFirstReport, Math.min(nanosWhenIdle, nanosDuringUpgrade));
    }

    /** Returns the nanoseconds until the class loader's grace period ends; negative afterwards. */
    private long nanosUntilOverdue(TrackedClassLoader loader, long nowNanos) {
        return gracePeriod.toNanos() - (nowNanos - loader.trackedSinceNanos);
    }

    private void updateStatus() {
        List<String> leaks = trackedLoaders.stream()
                .map(loader -> loader.report)
                .filter(report -> !report.isEmpty())
                .toList();
        status = new ClassUnloadingStatus(uninstalledCount, freedCount, leaks);
    }

    /** The class loader of a removed plugin. */
    private static final class TrackedClassLoader {
        private final String name;
        private final WeakReference<ClassLoader> reference;
        private final LeakCause cause;
        private final long trackedSinceNanos = System.nanoTime();
        private int survivedCollections;
        private String report = "";

        TrackedClassLoader(String name, BundleWiring wiring) {
            this.name = name;
            this.reference = new WeakReference<>(wiring.getClassLoader());
            this.cause = new LeakCause(wiring);
        }

        void recordSurvival() {
            ClassLoader leaked = reference.get();
            if (leaked != null && ++survivedCollections == COLLECTIONS_BEFORE_REPORT) {
                report = name + " is uninstalled, but its classes are not freed: " + cause.describe(leaked);
                LOG.warn("{}", report);
            }
        }
    }
}
