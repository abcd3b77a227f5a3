package weir.installer.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import weir.router.RouteStatus;
import weir.router.Router;

/** What the router says of a bundle's strategies. */
record Serving(Router router) {

    /** Service property of a strategy instance: the route that it is for. */
    private static final String ROUTE = "weir.route";

    /** Routes that nobody could serve well if the bundle went. */
    List<String> onlyBy(Bundle bundle) {
        return router.routes().stream()
                .filter(route -> route.instances().stream().anyMatch(one -> isOf(bundle, one))
                        && route.instances().stream()
                                .allMatch(one ->
                                        isOf(bundle, one) || !one.failure().isEmpty()))
                .map(RouteStatus::id)
                .toList();
    }

    /** Routes that a started bundle should serve but cannot, each with the reason. */
    List<String> failures(Bundle bundle) {
        return intended(bundle)
                .flatMap(route -> failure(route, bundle).stream())
                .toList();
    }

    /** Whether a started bundle has no instance, sound or not, for a route that it should serve. */
    boolean awaitsStart(Bundle bundle) {
        return intended(bundle).anyMatch(route -> route.instances().stream().noneMatch(one -> isOf(bundle, one)));
    }

    private Stream<RouteStatus> intended(Bundle bundle) {
        ServiceReference<?>[] services =
                bundle.getState() == Bundle.UNINSTALLED ? null : bundle.getRegisteredServices();
        List<Object> intended = services == null
                ? List.of()
                : Arrays.stream(services)
                        .map(service -> service.getProperty(ROUTE))
                        .filter(Objects::nonNull)
                        .toList();
        return router.routes().stream().filter(route -> intended.contains(route.id()) && isInRange(bundle, route));
    }

    private static Optional<String> failure(RouteStatus route, Bundle bundle) {
        Optional<RouteStatus.Instance> available =
                route.instances().stream().filter(one -> isOf(bundle, one)).findFirst();
        return available.isEmpty()
                ? Optional.of(route.id() + " (it does not start; the log says why)")
                : available
                        .map(RouteStatus.Instance::failure)
                        .filter(failure -> !failure.isEmpty())
                        .map(failure -> route.id() + " (" + failure + ")");
    }

    private static boolean isInRange(Bundle bundle, RouteStatus route) {
        return route.versions()
                .filter(range -> !range.includes(bundle.getVersion()))
                .isEmpty();
    }

    private static boolean isOf(Bundle bundle, RouteStatus.Instance one) {
        return one.bundleId() == bundle.getBundleId();
    }
}
