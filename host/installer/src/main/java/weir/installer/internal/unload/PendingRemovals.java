package weir.installer.internal.unload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes bundles: stops, uninstalls and refreshes them. A refresh frees the classes, but restarts all bundles that are wired to the
 * bundle; so a bundle is refreshed only when no other bundle is wired to it. Not thread-safe.
 */
public final class PendingRemovals {

    private static final Logger LOG = LoggerFactory.getLogger(PendingRemovals.class);

    private final FrameworkWiring wiring;
    private final ClassLoaderLeakDetector leakDetector;
    private final Duration stopTimeout;
    private final Runnable onCompletion;
    private final Map<Bundle, BundleRemoval> removals = new HashMap<>();
    /** Uninstalled bundles that another bundle is still wired to. */
    private final Set<Bundle> stillWired = new HashSet<>();

    /**
     * @param stopTimeout longest wait of {@link #remove} for a bundle
     * @param onCompletion called on any thread after a bundle was uninstalled; the caller must then call {@link #resume}
     */
    public PendingRemovals(
            FrameworkWiring wiring, ClassLoaderLeakDetector leakDetector, Duration stopTimeout, Runnable onCompletion) {
        this.wiring = wiring;
        this.leakDetector = leakDetector;
        this.stopTimeout = stopTimeout;
        this.onCompletion = onCompletion;
    }

    /**
     * Removes a bundle. Returns when it is uninstalled, or after the timeout; then the removal continues in the background. Does not wait
     * for a bundle whose start hangs.
     */
    public void remove(Bundle bundle) {
        // Recorded first: if an OutOfMemoryError stops this method, resume() continues the removal.
        if (removals.putIfAbsent(bundle, new BundleRemoval(bundle, onCompletion)) == null) {
            leakDetector.track(bundle);
        }
        BundleRemoval removal = removals.get(bundle);
        removal.start();
        if (!removal.isStarting()) {
            removal.await(stopTimeout);
            refreshUnused();
        }
    }

    /** Starts failed removals again, and frees the classes of uninstalled bundles. */
    public void resume() {
        removals.values().forEach(BundleRemoval::start);
        refreshUnused();
    }

    /** Whether a removal has failed, so that the caller must call {@link #resume} again later. */
    public boolean isStalled() {
        return removals.values().stream().anyMatch(BundleRemoval::isStalled);
    }

    /** Why the removal of this bundle is not complete; empty if the bundle is not being removed. */
    public Optional<String> problem(Bundle bundle) {
        return Optional.ofNullable(removals.get(bundle)).map(BundleRemoval::problem);
    }

    /** Returns the bundles that are not uninstalled yet, each with the problem and the remedy. */
    public List<String> problems() {
        return problems(removal -> !removal.isComplete());
    }

    /** Returns those of the {@link #problems} that concern bundles whose start hangs. */
    public List<String> hangingStarts() {
        return problems(BundleRemoval::isStarting);
    }

    private List<String> problems(Predicate<BundleRemoval> filter) {
        return removals.entrySet().stream()
                .filter(removal -> filter.test(removal.getValue()))
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
