package weir.installer.internal.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import weir.router.RouteStatus;
import weir.router.RouteStatus.Instance;
import weir.router.Router;
import weir.router.RouterListener;
import weir.router.StrategyEvent;
import weir.router.StrategyState;
import weir.router.UpgradePolicy;

/** Tells how routes use the strategies of a plugin bundle. Must be registered as a service, so that the router reports changes to it. */
public final class RouteUsage implements RouterListener {

    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Router router;
    private final Runnable onChange;
    private final Semaphore changes = new Semaphore(0);

    /** @param onChange called on the router's thread after each change of routes or strategies */
    public RouteUsage(Router router, Runnable onChange) {
        this.router = router;
        this.onChange = onChange;
    }

    @Override
    public void strategyChanged(StrategyEvent event) {
        routesChanged();
    }

    @Override
    public void routesChanged() {
        changes.release();
        onChange.run();
    }

    /**
     * Waits until no route needs this bundle: each of its routes has a ready strategy of another bundle, and each route with
     * automatic upgrades has changed to the newer version. The second condition matters for a strategy that keeps state: it is ready
     * before it has received the state.
     *
     * @return ids of the routes that still depend on this bundle after the timeout
     */
    List<String> awaitReplaced(Bundle bundle, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (true) {
                changes.drainPermits();
                List<String> dependentRoutes = dependentRoutes(bundle);
                long remainingNanos = deadline - System.nanoTime();
                if (dependentRoutes.isEmpty() && !isUpgradePending(bundle) || remainingNanos <= 0) {
                    return dependentRoutes;
                }
                // Events come late when another listener blocks, and are lost when no thread is available.
                changes.tryAcquire(Math.min(remainingNanos, LONGEST_WAIT_NANOS), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return dependentRoutes(bundle);
        }
    }

    /** Returns the routes with a strategy of this bundle and without a ready strategy of another bundle. */
    private List<String> dependentRoutes(Bundle bundle) {
        return router.routes().stream()
                .filter(route -> instancesOf(route, bundle).findAny().isPresent()
                        && route.instances().stream()
                                .noneMatch(instance ->
                                        !belongsTo(bundle, instance) && instance.state() == StrategyState.READY))
                .map(RouteStatus::id)
                .toList();
    }

    /** Whether a route with automatic upgrades is still served by this bundle although a newer version is ready. */
    private boolean isUpgradePending(Bundle bundle) {
        return router.routes().stream()
                .filter(route -> route.upgrade() == UpgradePolicy.AUTO
                        && route.serving().equals(Optional.of(bundle.getVersion()))
                        && instancesOf(route, bundle).findAny().isPresent())
                .anyMatch(route -> route.instances().stream()
                        .anyMatch(instance -> instance.state() == StrategyState.READY
                                && instance.version().compareTo(bundle.getVersion()) > 0));
    }

    /** Returns the routes whose strategy in this started bundle is not ready, each with the reason. */
    public List<String> failures(Bundle bundle) {
        return router.routes().stream()
                .flatMap(route -> instancesOf(route, bundle)
                        .filter(instance -> instance.state() != StrategyState.READY)
                        .map(instance -> route.id() + " (" + reason(instance) + ")"))
                .toList();
    }

    private static String reason(Instance instance) {
        return instance.reason().isEmpty() ? "it is still starting" : instance.reason();
    }

    /** Returns those of the routes whose version range includes the bundle's version. */
    List<String> inRange(Bundle bundle, List<String> routes) {
        return router.routes().stream()
                .filter(route -> routes.contains(route.id())
                        && route.versions()
                                .map(range -> range.includes(bundle.getVersion()))
                                .orElse(true))
                .map(RouteStatus::id)
                .toList();
    }

    /** Whether a strategy of a started bundle is still starting. */
    boolean isStarting(Bundle bundle) {
        return router.routes().stream()
                .flatMap(route -> instancesOf(route, bundle))
                .anyMatch(instance -> instance.state() == StrategyState.STARTING);
    }

    private static Stream<Instance> instancesOf(RouteStatus route, Bundle bundle) {
        return route.instances().stream().filter(instance -> belongsTo(bundle, instance));
    }

    private static boolean belongsTo(Bundle bundle, Instance instance) {
        return instance.bundleId() == bundle.getBundleId();
    }
}
