package weir.installer.internal.deploy;

import java.time.Duration;
import java.util.List;
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

/** How the router's routes use the strategies of a plugin bundle. To be registered as a service, so that it sees changes. */
public final class RouteUsage implements RouterListener {

    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Router router;
    private final Runnable onChange;
    private final Semaphore changes = new Semaphore(0);

    /** @param onChange called on the router's thread when routes or strategies changed */
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
     * Waits until each route that this bundle serves has a healthy strategy of another bundle.
     *
     * @return the routes that still depend on the bundle after the time-out
     */
    List<String> awaitReplaced(Bundle bundle, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (true) {
                changes.drainPermits();
                List<String> dependent = dependentRoutes(bundle);
                long left = deadline - System.nanoTime();
                if (dependent.isEmpty() || left <= 0) {
                    return dependent;
                }
                // Events come late when another listener blocks, and are lost when no thread is available.
                changes.tryAcquire(Math.min(left, LONGEST_WAIT_NANOS), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return dependentRoutes(bundle);
        }
    }

    /** Routes that use the bundle and have no healthy strategy of another bundle. */
    private List<String> dependentRoutes(Bundle bundle) {
        return router.routes().stream()
                .filter(route -> instances(route, bundle).findAny().isPresent()
                        && route.instances().stream()
                                .noneMatch(
                                        instance -> !isOf(bundle, instance) && instance.state() == StrategyState.READY))
                .map(RouteStatus::id)
                .toList();
    }

    /** Routes that a started bundle should serve but cannot, each with the reason. */
    public List<String> failures(Bundle bundle) {
        return router.routes().stream()
                .flatMap(route -> instances(route, bundle)
                        .filter(instance -> instance.state() != StrategyState.READY)
                        .map(instance -> route.id() + " (" + reason(instance) + ")"))
                .toList();
    }

    private static String reason(Instance instance) {
        return instance.failure().isEmpty() ? "it is still starting" : instance.failure();
    }

    /** Those of the routes whose version range includes the bundle's version. */
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
                .flatMap(route -> instances(route, bundle))
                .anyMatch(instance -> instance.state() == StrategyState.STARTING);
    }

    private static Stream<Instance> instances(RouteStatus route, Bundle bundle) {
        return route.instances().stream().filter(instance -> isOf(bundle, instance));
    }

    private static boolean isOf(Bundle bundle, Instance instance) {
        return instance.bundleId() == bundle.getBundleId();
    }
}
