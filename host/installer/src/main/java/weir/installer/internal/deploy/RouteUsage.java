package weir.installer.internal.deploy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import weir.router.RouteStatus;
import weir.router.RouteStatus.Instance;
import weir.router.Router;
import weir.router.RouterListener;
import weir.router.StrategyEvent;
import weir.router.StrategyState;

/** How the router's routes use the strategies of a plugin bundle. To be registered as a service, so that it sees changes. */
public final class RouteUsage implements RouterListener {

    /** Service property of a strategy instance: the id of the route that it was created for. */
    private static final String ROUTE_PROPERTY = "weir.route";

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
                if (dependent.isEmpty() || !changes.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return dependent;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return dependentRoutes(bundle);
        }
    }

    /** Routes that use the bundle and have no healthy strategy of another bundle. */
    private List<String> dependentRoutes(Bundle bundle) {
        return router.routes().stream()
                .filter(route -> find(route, bundle).isPresent()
                        && route.instances().stream()
                                .filter(instance -> instance.bundleId() != bundle.getBundleId())
                                .noneMatch(instance -> instance.state() == StrategyState.READY))
                .map(RouteStatus::id)
                .toList();
    }

    /** Routes that a started bundle should serve but cannot, each with the reason. */
    public List<String> failures(Bundle bundle) {
        return intendedRoutes(bundle)
                .flatMap(route -> failure(route, bundle).stream())
                .toList();
    }

    /** Whether a strategy of a started bundle is still starting. */
    boolean isStarting(Bundle bundle) {
        return intendedRoutes(bundle).map(route -> find(route, bundle)).anyMatch(instance -> instance.map(
                        Instance::state)
                .filter(state -> state != StrategyState.STARTING)
                .isEmpty());
    }

    /** Routes whose version range contains the bundle and whose strategy it provides. */
    private Stream<RouteStatus> intendedRoutes(Bundle bundle) {
        ServiceReference<?>[] services =
                bundle.getState() == Bundle.UNINSTALLED ? null : bundle.getRegisteredServices();
        List<Object> ids = services == null
                ? List.of()
                : Arrays.stream(services)
                        .map(service -> service.getProperty(ROUTE_PROPERTY))
                        .filter(Objects::nonNull)
                        .toList();
        return router.routes().stream()
                .filter(route -> ids.contains(route.id())
                        && route.versions()
                                .map(range -> range.includes(bundle.getVersion()))
                                .orElse(true));
    }

    private static Optional<String> failure(RouteStatus route, Bundle bundle) {
        Optional<Instance> instance = find(route, bundle);
        if (instance.filter(one -> one.state() == StrategyState.READY).isPresent()) {
            return Optional.empty();
        }
        String reason = instance.map(Instance::failure)
                .filter(failure -> !failure.isEmpty())
                .orElse("it does not start; see the log");
        return Optional.of(route.id() + " (" + reason + ")");
    }

    private static Optional<Instance> find(RouteStatus route, Bundle bundle) {
        return route.instances().stream()
                .filter(instance -> instance.bundleId() == bundle.getBundleId())
                .findFirst();
    }
}
