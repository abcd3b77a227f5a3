package weir.installer.internal;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.installer.Unloading;

/**
 * Watches the class loaders of plugins that have gone. One that survives two collections is reported, with the kind of what holds
 * it. Not thread-safe but for {@link #unloading}.
 */
final class LoaderWatch {

    /** A drained plugin's loader ought to be free by then. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    /** A forced collection stops the host for a moment, so there are few of them. */
    private static final Duration BETWEEN_COLLECTIONS = Duration.ofSeconds(10);

    /** While plugins keep leaving, one collection serves many of them: it must not stop those who are swapping under load. */
    private static final Duration BETWEEN_COLLECTIONS_IN_SWAPS = Duration.ofSeconds(60);

    /** More than that would be a leak of its own. */
    private static final int MOST = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(LoaderWatch.class);

    private final Duration grace;
    private final Duration betweenCollections;
    private final List<Leaving> leaving = new ArrayList<>();
    private long uninstalled;
    private long freed;
    private long collected;
    private volatile Unloading unloading = new Unloading(0, 0, List.of());

    LoaderWatch() {
        this(GRACE, BETWEEN_COLLECTIONS);
    }

    LoaderWatch(Duration grace, Duration betweenCollections) {
        this.grace = grace;
        this.betweenCollections = betweenCollections;
        this.collected = System.nanoTime() - betweenCollections.toNanos();
    }

    Unloading unloading() {
        return unloading;
    }

    /** A bundle is about to be stopped and uninstalled. */
    void leaves(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring == null || wiring.getClassLoader() == null) {
            return;
        }
        if (leaving.size() < MOST) {
            leaving.add(new Leaving(bundle.getSymbolicName() + " " + bundle.getVersion(), wiring));
        }
        uninstalled++; // last: where there is no room for the rest, this is done again
        publish();
    }

    /** Counts those that are free, and has a closer look at those that should be. */
    void look(long now) {
        if (leaving.isEmpty()) {
            return;
        }
        boolean due = leaving.stream().anyMatch(one -> !one.isReported() && now - one.since > grace.toNanos());
        boolean quiet = leaving.stream().allMatch(one -> now - one.since > grace.toNanos());
        Duration pause = quiet ? betweenCollections : BETWEEN_COLLECTIONS_IN_SWAPS;
        boolean collect = due && now - collected > pause.toNanos();
        if (collect) {
            System.gc();
            collected = System.nanoTime();
        }
        boolean changed = false;
        for (Iterator<Leaving> each = leaving.iterator(); each.hasNext(); ) {
            Leaving one = each.next();
            if (one.isFree()) {
                each.remove();
                freed++;
                changed = true;
                LOG.info(
                        "{}: its classes were freed {} s after its uninstall began; {} of {} uninstalled are",
                        one.name,
                        TimeUnit.NANOSECONDS.toMillis(now - one.since) / 1_000.0,
                        freed,
                        uninstalled);
            } else if (collect && now - one.since > grace.toNanos() && !one.isReported() && one.survives()) {
                changed = true;
                LOG.warn("{}", one.report);
            }
        }
        if (changed) {
            publish();
        }
    }

    private void publish() {
        List<String> held = leaving.stream()
                .filter(Leaving::isReported)
                .map(one -> one.report)
                .toList();
        unloading = new Unloading(uninstalled, freed, held);
    }

    /** A loader that should become free. */
    private static final class Leaving {
        private static final int COLLECTIONS = 2;

        private final String name;
        private final WeakReference<ClassLoader> loader;
        private final LoaderHolder holder;
        private final long since = System.nanoTime();
        private int survived;
        private String report = "";

        Leaving(String name, BundleWiring wiring) {
            this.name = name;
            this.loader = new WeakReference<>(wiring.getClassLoader());
            this.holder = new LoaderHolder(wiring);
        }

        boolean isFree() {
            return loader.refersTo(null);
        }

        boolean isReported() {
            return !report.isEmpty();
        }

        /** Notes that a collection has not freed it; {@code true} once that is worth a report. */
        boolean survives() {
            ClassLoader alive = loader.get();
            if (alive == null || ++survived < COLLECTIONS) {
                return false;
            }
            report = name + " is uninstalled, but its classes are not freed: " + holder.of(alive);
            return true;
        }
    }
}
