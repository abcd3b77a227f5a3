package weir.embedded.internal;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.util.tracker.ServiceTracker;
import weir.base.WeirException;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyInstance;
import weir.strategy.RebalanceStrategy;

/**
 * Creates a strategy instance as a route of the host does: by a factory configuration whose factory PID is the strategy's name.
 * Thread-safe.
 */
public final class InstanceConfiguration {

    private static final String ROUTE = "weir.route";
    private static final long START_TIMEOUT_SECONDS = 10;

    private final BundleContext context;
    private final PackagedStrategy jar;
    private final String route;

    public InstanceConfiguration(BundleContext context, PackagedStrategy jar, String route) {
        this.context = context;
        this.jar = jar;
        this.route = route;
    }

    /**
     * Creates the instance and waits for its service.
     *
     * @throws WeirException if the strategy does not start
     */
    public StrategyInstance create(Bundle bundle, Map<String, Object> parameters) throws IOException {
        Hashtable<String, Object> properties = new Hashtable<>(parameters);
        properties.put(ROUTE, route);
        // The location binds the configuration to this bundle: other versions of the strategy do not see it.
        Configuration configuration =
                service(ConfigurationAdmin.class).getFactoryConfiguration(jar.strategy(), route, bundle.getLocation());
        configuration.update(properties);
        try {
            ServiceReference<RebalanceStrategy> reference = await();
            RebalanceStrategy strategy = context.getService(reference);
            if (strategy == null) {
                throw doesNotStart(failure(bundle, reference));
            }
            return new StrategyInstance(strategy, () -> {
                context.ungetService(reference);
                delete(configuration);
            });
        } catch (WeirException e) {
            delete(configuration);
            throw e;
        }
    }

    private ServiceReference<RebalanceStrategy> await() {
        CompletableFuture<ServiceReference<RebalanceStrategy>> found = new CompletableFuture<>();
        ServiceTracker<RebalanceStrategy, Boolean> tracker = new ServiceTracker<>(context, filter(), null) {
            @Override
            public Boolean addingService(ServiceReference<RebalanceStrategy> reference) {
                return found.complete(reference);
            }

            @Override
            public void removedService(ServiceReference<RebalanceStrategy> reference, Boolean completed) {
                // The service was not taken here.
            }
        };
        tracker.open();
        try {
            return found.get(START_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw doesNotStart("no service was registered within " + START_TIMEOUT_SECONDS
                    + " s; it waits for another service, or its configurationPid is not '" + jar.strategy() + "'");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WeirException.failed("interrupted", "Give the command again.");
        } finally {
            tracker.close();
        }
    }

    private Filter filter() {
        try {
            return context.createFilter("(&(" + Constants.OBJECTCLASS + "=" + RebalanceStrategy.class.getName() + ")("
                    + ROUTE + "=" + route + "))");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private WeirException doesNotStart(String reason) {
        return WeirException.failed(
                "strategy " + jar + " does not start: " + reason, "Correct its parameters, or its constructor.");
    }

    /** The innermost cause of the exception that the component threw at its activation, from DS. */
    private String failure(Bundle bundle, ServiceReference<RebalanceStrategy> reference) {
        ServiceComponentRuntime components = service(ServiceComponentRuntime.class);
        Optional<String> trace = components.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(description -> components.getComponentConfigurationDTOs(description).stream())
                .filter(each -> Long.valueOf(each.id).equals(reference.getProperty("component.id")))
                .flatMap(each -> Optional.ofNullable(each.failure).stream())
                .findFirst();
        String cause = "Caused by: ";
        return trace.map(text -> text.lines()
                        .filter(line -> line.startsWith(cause))
                        .reduce((outer, inner) -> inner)
                        .map(line -> line.substring(cause.length()))
                        .orElse(text.lines().findFirst().orElse("")))
                .orElse("its activation failed without a message");
    }

    private <T> T service(Class<T> type) {
        return Optional.ofNullable(context.getServiceReference(type))
                .map(context::getService)
                .orElseThrow(() -> new IllegalStateException("the framework has no " + type.getSimpleName()));
    }

    private static void delete(Configuration configuration) {
        try {
            configuration.delete();
        } catch (IOException | IllegalStateException e) {
            // The framework is ending, and with it every instance.
        }
    }
}
