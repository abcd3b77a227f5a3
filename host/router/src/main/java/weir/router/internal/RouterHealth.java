package weir.router.internal;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import weir.router.RouteStatus;
import weir.router.Router;

/** Health check {@code router}: reports routes without a serving version, degraded instances, and the router's problems. */
@Component(property = {HealthCheck.NAME + "=router", HealthCheck.TAGS + "=weir"})
public final class RouterHealth implements HealthCheck {

    private final Router router;

    @Activate
    public RouterHealth(@Reference Router router) {
        this.router = router;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        router.problems().forEach(log::warn);
        router.routes().forEach(route -> logRoute(log, route));
        if (router.routes().isEmpty()) {
            log.critical("there is no route, so every query is answered with the current positions; add a file to the"
                    + " routes directory");
        }
        return new Result(log);
    }

    private static void logRoute(FormattingResultLog log, RouteStatus route) {
        if (route.serving().isEmpty()) {
            log.critical("route {}: {}", route.id(), route.problem());
        } else if (!route.problem().isEmpty()
                && route.instances().stream()
                        .anyMatch(instance -> !instance.reason().isEmpty())) {
            log.warn("route {}: {}", route.id(), route.problem());
        } else {
            log.info(
                    "route {}: served by {} {}",
                    route.id(),
                    route.strategy(),
                    route.serving().get());
        }
    }
}
