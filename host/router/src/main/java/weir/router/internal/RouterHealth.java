package weir.router.internal;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import weir.router.Router;

/** The router's health: routes that nobody serves, versions that were taken off, route files that cannot be used. */
@Component(property = {HealthCheck.NAME + "=router", HealthCheck.TAGS + "=weir"})
public final class RouterHealth implements HealthCheck {

    private final Router router;

    /** Made by DS. */
    @Activate
    public RouterHealth(@Reference Router router) {
        this.router = router;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        router.problems().forEach(log::warn);
        router.routes().forEach(route -> {
            if (route.serving().isEmpty()) {
                log.critical("route {}: {}", route.id(), route.note());
            } else if (route.instances().stream().anyMatch(one -> !one.failure().isEmpty())) {
                log.warn("route {}: {}", route.id(), route.note());
            } else {
                log.info(
                        "route {}: served by {} {}",
                        route.id(),
                        route.strategy(),
                        route.serving().get());
            }
        });
        if (router.routes().isEmpty()) {
            log.critical("there is no route: every query is answered with the current positions;"
                    + " write one into the routes folder");
        }
        return new Result(log);
    }
}
