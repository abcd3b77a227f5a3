package weir.installer.internal.unload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bundles that are being removed: stopped, uninstalled, and refreshed, which frees their classes. Only the removed bundle is
 * refreshed, and only when no other bundle is wired to it, so that a removal never restarts another bundle. Not thread-safe.
 */
public final class PendingRemovals {

    private static final Logger LOG = LoggerFactory.getLogger(PendingRemovals.class);

    private final FrameworkWiring wiring;
    private final ClassLoaderLeakDetector leakDetector;
    private final Duration stopTimeout;
    private final Runnable onCompletion;
    private final Map<Bundle, BundleRemoval> removals = new HashMap<>();
    /** Uninstalled bundles whose classes another bundle still uses. */
    private final Set<Bundle> stillWired = new HashSet<>();

    /**
     * @param stopTimeout how long {@link #remove} waits for a bundle
     * @param onCompletion called on any thread when a bundle was uninstalled; {@link #resume} is to be called then
     */
    public PendingRemovals(
            FrameworkWiring wiring, ClassLoaderLeakDetector leakDetector, Duration stopTimeout, Runnable onCompletion) {
        this.wiring = wiring;
        this.leakDetector = leakDetector;
        this.stopTimeout = stopTimeout;
        this.onCompletion = onCompletion;
    }

    /** Removes a bundle. Returns when it is uninstalled, or after the time-out; the removal then continues in the background. */
    public void remove(Bundle bundle) {
        // Recorded first: if the heap is full and the next lines fail, the removal is resumed later.
        if (removals.putIfAbsent(bundle, new BundleRemoval(bundle, onCompletion)) == null) {
            leakDetector.track(bundle);
        }
        BundleRemoval removal = removals.get(bundle);
        removal.start();
        removal.await(stopTimeout);
        refreshUnused();
    }

    /** Starts removals again that failed, and frees the classes of those that are complete. */
    public void resume() {
        removals.values().forEach(BundleRemoval::start);
        refreshUnused();
    }

    /** Whether {@link #resume} is to be called after a while, without an event. */
    public boolean isStalled() {
        return removals.values().stream().anyMatch(BundleRemoval::isStalled);
    }

    /** Why this bundle is still being removed; empty if it is not. */
    public Optional<String> problem(Bundle bundle) {
        return Optional.ofNullable(removals.get(bundle)).map(BundleRemoval::problem);
    }

    /** The bundles that are not uninstalled yet, each with the reason and the remedy. */
    public List<String> problems() {
        return removals.entrySet().stream()
                .filter(removal -> !removal.getValue().isComplete())
                .map(removal -> removal.getKey() + " " + removal.getValue().problem())
                .toList();
    }

    private void refreshUnused() {
        Set<Bundle> uninstalled = new HashSet<>(removals.keySet());
        uninstalled.removeIf(bundle -> !removals.get(bundle).isComplete());
        List<Bundle> unused = new ArrayList<>();
        for (Bundle bundle : uninstalled) {
            if (uninstalled.containsAll(wiring.getDependencyClosure(Set.of(bundle)))) {
                unused.add(bundle);
            } else if (stillWired.add(bundle)) {
                LOG.info(
                        "{} is still used by another plugin; its classes are freed when that plugin is removed",
                        bundle);
            }
        }
        if (!unused.isEmpty()) {
            wiring.refreshBundles(unused);
            unused.forEach(removals::remove);
            unused.forEach(stillWired::remove);
        }
    }
}
