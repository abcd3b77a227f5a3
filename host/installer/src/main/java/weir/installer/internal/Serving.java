package weir.installer.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.VersionRange;
import weir.router.RouteStatus;
import weir.router.Router;

/** What the router says of a bundle's strategies. */
record Serving(Router router) {

    /** Service property of a strategy instance: the route that it is for. */
    private static final String ROUTE = "weir.route";

    /** Routes that nobody could serve if the bundle went. */
    List<String> onlyBy(Bundle bundle) {
        return router.routes().stream()
                .filter(route -> !route.available().isEmpty()
                        && route.available().stream().allMatch(one -> one.bundleId() == bundle.getBundleId()))
                .map(RouteStatus::id)
                .toList();
    }

    /** Routes that a started bundle should be available to, but is not: its component fails in its activation. */
    List<String> missed(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        List<Object> intended = services == null
                ? List.of()
                : Arrays.stream(services)
                        .map(service -> service.getProperty(ROUTE))
                        .filter(Objects::nonNull)
                        .toList();
        return router.routes().stream()
                .filter(route -> intended.contains(route.id())
                        && VersionRange.valueOf(route.versions()).includes(bundle.getVersion())
                        && route.available().stream().noneMatch(one -> one.bundleId() == bundle.getBundleId()))
                .map(RouteStatus::id)
                .toList();
    }
}
