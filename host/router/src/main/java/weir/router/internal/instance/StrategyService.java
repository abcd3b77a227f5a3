package weir.router.internal.instance;

import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import weir.strategy.RebalanceStrategy;

/** The service of a strategy instance. Declarative Services activates the component when the host gets its service. */
public interface StrategyService {

    /** Service property: id of the instance's route. */
    String ROUTE_PROPERTY = "weir.route";

    /** Service property: name of the strategy. */
    String STRATEGY_PROPERTY = "strategy.name";

    InstanceId id();

    /** Activates the component and returns the strategy, or {@code null} if the activation failed. May hang or throw. */
    RebalanceStrategy activate();

    /** Deactivates the component. May hang or throw. */
    void deactivate();

    /** Returns why {@link #activate} returned {@code null}. */
    String activationFailure();

    static StrategyService of(BundleContext context, ServiceReference<RebalanceStrategy> reference) {
        return new RegisteredService(context, reference);
    }

    record RegisteredService(BundleContext context, ServiceReference<RebalanceStrategy> reference)
            implements StrategyService {

        private static final String CAUSE_PREFIX = "Caused by: ";
        private static final int MAX_CAUSE_LENGTH = 300;

        @Override
        public InstanceId id() {
            return new InstanceId(
                    String.valueOf(reference.getProperty(ROUTE_PROPERTY)),
                    String.valueOf(reference.getProperty(STRATEGY_PROPERTY)),
                    String.valueOf(reference.getBundle().getSymbolicName()),
                    reference.getBundle().getVersion(),
                    reference.getBundle().getBundleId(),
                    (Long) reference.getProperty(Constants.SERVICE_ID),
                    Optional.ofNullable(reference.getProperty(Constants.SERVICE_PID))
                            .map(String::valueOf));
        }

        @Override
        public RebalanceStrategy activate() {
            return context.getService(reference);
        }

        @Override
        public void deactivate() {
            context.ungetService(reference);
        }

        @Override
        public String activationFailure() {
            return Optional.ofNullable(context.getServiceReference(ServiceComponentRuntime.class))
                    .map(context::getService)
                    .flatMap(this::stackTrace)
                    .map(RegisteredService::rootCause)
                    .orElse("its activation failed; see the log");
        }

        private Optional<String> stackTrace(ServiceComponentRuntime components) {
            return components.getComponentDescriptionDTOs(reference.getBundle()).stream()
                    .flatMap(description -> components.getComponentConfigurationDTOs(description).stream())
                    .filter(configuration ->
                            Long.valueOf(configuration.id).equals(reference.getProperty("component.id")))
                    .flatMap(configuration -> Optional.ofNullable(configuration.failure).stream())
                    .findFirst();
        }

        private static String rootCause(String trace) {
            String line = trace.lines()
                    .filter(text -> text.startsWith(CAUSE_PREFIX))
                    .reduce((outer, inner) -> inner)
                    .map(text -> text.substring(CAUSE_PREFIX.length()))
                    .or(() -> trace.lines().findFirst())
                    .orElse("");
            return line.substring(0, Math.min(line.length(), MAX_CAUSE_LENGTH));
        }
    }
}
