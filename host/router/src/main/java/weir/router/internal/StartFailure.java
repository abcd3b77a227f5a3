package weir.router.internal;

import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import weir.strategy.RebalanceStrategy;

/**
 * A strategy that is installed and does not start for its route.
 *
 * @param route id of the route
 * @param strategy name of the strategy
 * @param version version of its bundle
 * @param why in words
 */
record StartFailure(String route, String strategy, Version version, String why) {

    private static final String CAUSE = "Caused by: ";
    private static final int LONGEST = 300;

    boolean isOf(Route wanted) {
        return route.equals(wanted.id())
                && strategy.equals(wanted.strategy())
                && wanted.versions().includes(version);
    }

    @Override
    public String toString() {
        return strategy + " " + version + " is installed and does not start: " + why;
    }

    /** What the component threw at its activation, as DS remembers it. */
    static String thrown(BundleContext context, ServiceReference<RebalanceStrategy> reference) {
        return Optional.ofNullable(context.getServiceReference(ServiceComponentRuntime.class))
                .flatMap(found -> Optional.ofNullable(context.getService(found)))
                .flatMap(components -> trace(components, reference))
                .map(StartFailure::cause)
                .orElse("its activation failed; the log says why");
    }

    private static Optional<String> trace(
            ServiceComponentRuntime components, ServiceReference<RebalanceStrategy> reference) {
        return components.getComponentDescriptionDTOs(reference.getBundle()).stream()
                .flatMap(description -> components.getComponentConfigurationDTOs(description).stream())
                .filter(one -> Long.valueOf(one.id).equals(reference.getProperty("component.id")))
                .flatMap(one -> Optional.ofNullable(one.failure).stream())
                .findFirst();
    }

    /** The innermost exception of a stack trace. */
    static String cause(String trace) {
        String line = trace.lines()
                .filter(one -> one.startsWith(CAUSE))
                .reduce((outer, inner) -> inner)
                .map(one -> one.substring(CAUSE.length()))
                .or(() -> trace.lines().findFirst())
                .orElse("");
        return line.substring(0, Math.min(line.length(), LONGEST));
    }
}
