package weir.router.internal.instance;

import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import weir.strategy.RebalanceStrategy;

/** A registered strategy service, which Declarative Services activates when it is got. */
public interface StrategyService {

    /** Service property: id of the route that the instance is for. */
    String ROUTE = "weir.route";

    /** Service property: name of the strategy. */
    String STRATEGY = "strategy.name";

    InstanceId id();

    /** Activates the component. May hang or throw; {@code null} if the activation failed. */
    RebalanceStrategy get();

    /** Deactivates the component. May hang or throw. */
    void unget();

    /** Why {@link #get} returned {@code null}. */
    String activationFailure();

    static StrategyService of(BundleContext context, ServiceReference<RebalanceStrategy> reference) {
        return new Registered(context, reference);
    }

    record Registered(BundleContext context, ServiceReference<RebalanceStrategy> reference) implements StrategyService {

        private static final String CAUSE = "Caused by: ";
        private static final int MAX_TEXT_LENGTH = 300;

        @Override
        public InstanceId id() {
            return new InstanceId(
                    String.valueOf(reference.getProperty(ROUTE)),
                    String.valueOf(reference.getProperty(STRATEGY)),
                    reference.getBundle().getVersion(),
                    reference.getBundle().getBundleId(),
                    (Long) reference.getProperty(Constants.SERVICE_ID),
                    Optional.ofNullable(reference.getProperty(Constants.SERVICE_PID))
                            .map(String::valueOf));
        }

        @Override
        public RebalanceStrategy get() {
            return context.getService(reference);
        }

        @Override
        public void unget() {
            context.ungetService(reference);
        }

        @Override
        public String activationFailure() {
            return Optional.ofNullable(context.getServiceReference(ServiceComponentRuntime.class))
                    .map(context::getService)
                    .flatMap(this::stackTrace)
                    .map(Registered::rootCause)
                    .orElse("its activation failed; see the log");
        }

        private Optional<String> stackTrace(ServiceComponentRuntime components) {
            return components.getComponentDescriptionDTOs(reference.getBundle()).stream()
                    .flatMap(description -> components.getComponentConfigurationDTOs(description).stream())
                    .filter(one -> Long.valueOf(one.id).equals(reference.getProperty("component.id")))
                    .flatMap(one -> Optional.ofNullable(one.failure).stream())
                    .findFirst();
        }

        private static String rootCause(String trace) {
            String line = trace.lines()
                    .filter(one -> one.startsWith(CAUSE))
                    .reduce((outer, inner) -> inner)
                    .map(one -> one.substring(CAUSE.length()))
                    .or(() -> trace.lines().findFirst())
                    .orElse("");
            return line.substring(0, Math.min(line.length(), MAX_TEXT_LENGTH));
        }
    }
}
