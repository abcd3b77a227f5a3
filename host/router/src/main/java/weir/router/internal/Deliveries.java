package weir.router.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.strategy.RebalanceStrategy;

/**
 * Sees to it that every version of a strategy gets what its routes' parameters have become. DS hears of a change on a thread of
 * Configuration Admin's and goes from bundle to bundle; one that stops at that very moment, as the old version does in a swap, makes
 * it throw, and those behind it keep the old parameters for ever. Hence a look at what DS has made of the routes, and the change
 * once more where it has missed it. Not thread-safe.
 */
final class Deliveries {

    /** How often one change is sent again: what does not come then never will, and each time restarts the strategy. */
    private static final int LIMIT = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final long FIRST_LOOK = Duration.ofMillis(500).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(8).toNanos();

    private final BundleContext context;
    private final RouteConfigurations configurations;
    /** Missed at the last look: a bundle that is just starting looks the same, once. */
    private List<Route> suspects = List.of();

    private int sent;
    private long pause = FIRST_LOOK;
    private long lookAt = System.nanoTime();

    Deliveries(BundleContext context, RouteConfigurations configurations) {
        this.context = context;
        this.configurations = configurations;
    }

    /** Something has changed, and is to arrive. */
    void expect() {
        sent = 0;
        pause = FIRST_LOOK;
        lookAt = System.nanoTime() + pause;
    }

    /** Looks, where that is due: soon after a change, then more and more seldom. */
    void look(Collection<Route> routes) throws IOException {
        if (System.nanoTime() - lookAt < 0) {
            return;
        }
        pause = Math.min(2 * pause, LONGEST_PAUSE);
        lookAt = System.nanoTime() + pause;
        List<Route> missed = missed(routes);
        List<Route> twice = missed.stream().filter(suspects::contains).toList();
        suspects = missed;
        if (missed.isEmpty()) {
            sent = 0;
        } else if (!twice.isEmpty() && sent < LIMIT) {
            sent++;
            suspects = List.of();
            send(twice);
        }
    }

    private void send(List<Route> missed) throws IOException {
        for (Route route : missed) {
            LOG.warn(
                    "Route {}: its parameters have not reached each version of {}; sending them again",
                    route.id(),
                    route.strategy());
            configurations.send(route);
        }
    }

    private List<Route> missed(Collection<Route> routes) {
        ServiceReference<ServiceComponentRuntime> found = context.getServiceReference(ServiceComponentRuntime.class);
        ServiceComponentRuntime components = found == null ? null : context.getService(found);
        if (components == null) {
            return List.of();
        }
        try {
            return routes.stream()
                    .filter(route -> components.getComponentDescriptionDTOs().stream()
                            .anyMatch(component -> isMissed(route, component, components)))
                    .toList();
        } catch (RuntimeException e) {
            LOG.debug("what Declarative Services is just changing cannot be looked at", e);
            return List.of();
        } finally {
            context.ungetService(found);
        }
    }

    private boolean isMissed(Route route, ComponentDescriptionDTO component, ServiceComponentRuntime components) {
        Bundle bundle = context.getBundle(component.bundle.id);
        return bundle != null
                && bundle.getState() == Bundle.ACTIVE
                && List.of(component.serviceInterfaces).contains(RebalanceStrategy.class.getName())
                && List.of(component.configurationPid).contains(route.strategy())
                && components.getComponentConfigurationDTOs(component).stream()
                        .noneMatch(made -> RouteConfigurations.isOf(route, made.properties));
    }
}
