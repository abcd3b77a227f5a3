package weir.router.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
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
    /** What is missed, and at how many looks in a row: a bundle that is just starting looks the same, at one. */
    private Map<Missed, Integer> known = Map.of();

    private long pause = FIRST_LOOK;
    private long lookAt = System.nanoTime();

    Deliveries(BundleContext context, RouteConfigurations configurations) {
        this.context = context;
        this.configurations = configurations;
    }

    /** Something has changed, and is to arrive. */
    void expect() {
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
        Map<Missed, Integer> now = new HashMap<>();
        Set<Route> again = new LinkedHashSet<>();
        Optional<List<Missed>> seen = missed(routes);
        if (seen.isEmpty()) {
            return;
        }
        for (Missed missed : seen.get()) {
            int looks = known.getOrDefault(missed, 0) + 1;
            if (looks % 2 == 0 && looks <= 2 * LIMIT) {
                again.add(missed.route());
            }
            now.put(missed, Math.min(looks, 2 * LIMIT + 1));
        }
        known = now;
        for (Route route : again) {
            LOG.warn(
                    "Route {}: its parameters have not reached each version of {}; sending them again",
                    route.id(),
                    route.strategy());
            configurations.send(route);
        }
    }

    /** Empty where nothing can be seen now. */
    private Optional<List<Missed>> missed(Collection<Route> routes) {
        ServiceReference<ServiceComponentRuntime> found = context.getServiceReference(ServiceComponentRuntime.class);
        ServiceComponentRuntime runtime = found == null ? null : context.getService(found);
        if (runtime == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(runtime.getComponentDescriptionDTOs().stream()
                    .filter(this::isStrategy)
                    .flatMap(component -> missed(routes, component, runtime))
                    .toList());
        } catch (RuntimeException e) {
            LOG.debug("what Declarative Services is just changing cannot be looked at", e);
            return Optional.empty();
        } finally {
            context.ungetService(found);
        }
    }

    private boolean isStrategy(ComponentDescriptionDTO component) {
        Bundle bundle = context.getBundle(component.bundle.id);
        return bundle != null
                && bundle.getState() == Bundle.ACTIVE
                && List.of(component.serviceInterfaces).contains(RebalanceStrategy.class.getName());
    }

    private static Stream<Missed> missed(
            Collection<Route> routes, ComponentDescriptionDTO component, ServiceComponentRuntime runtime) {
        Collection<ComponentConfigurationDTO> made = runtime.getComponentConfigurationDTOs(component);
        return routes.stream()
                .filter(route -> List.of(component.configurationPid).contains(route.strategy()))
                .filter(route -> made.stream().noneMatch(one -> RouteConfigurations.isOf(route, one.properties)))
                .map(route -> new Missed(route, component.bundle.id));
    }

    /** A route of which a bundle's component has no instance. */
    private record Missed(Route route, long bundle) {}
}
