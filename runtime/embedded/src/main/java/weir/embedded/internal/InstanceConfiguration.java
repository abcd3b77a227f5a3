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
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.util.tracker.ServiceTracker;
import weir.base.WeirException;
import weir.embedded.StrategyInstance;
import weir.embedded.StrategyJar;
import weir.strategy.RebalanceStrategy;

/**
 * One factory configuration and the service that DS makes of it, by the conventions of the host's routes: the factory PID is the
 * strategy's name, and the property {@code weir.route} tells the instances apart.
 */
public final class InstanceConfiguration {

    private static final String ROUTE = "weir.route";
    private static final long PATIENCE_SECONDS = 10;

    private final BundleContext context;
    private final StrategyJar jar;
    private final String route;

    public InstanceConfiguration(BundleContext context, StrategyJar jar, String route) {
        this.context = context;
        this.jar = jar;
        this.route = route;
    }

    /** @throws WeirException if no service comes of it */
    public StrategyInstance provide(Bundle bundle, Map<String, Object> parameters) throws IOException {
        Hashtable<String, Object> properties = new Hashtable<>(parameters);
        properties.put(ROUTE, route);
        // Bound to this bundle's location: another version of the same strategy gets no instance of it.
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
        ServiceTracker<RebalanceStrategy, Boolean> tracker;
        try {
            String filter = "(&(" + Constants.OBJECTCLASS + "=" + RebalanceStrategy.class.getName() + ")(" + ROUTE + "="
                    + route + "))";
            tracker = new ServiceTracker<>(context, context.createFilter(filter), null) {
                @Override
                public Boolean addingService(ServiceReference<RebalanceStrategy> reference) {
                    return found.complete(reference);
                }

                @Override
                public void removedService(ServiceReference<RebalanceStrategy> reference, Boolean seen) {
                    // Nothing was taken here.
                }
            };
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        tracker.open();
        try {
            return found.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw doesNotStart("no service came within " + PATIENCE_SECONDS + " s; it waits for another service, or its"
                    + " configurationPid is not '" + jar.strategy() + "'");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WeirException.failed("interrupted", "Give the command again.");
        } finally {
            tracker.close();
        }
    }

    private WeirException doesNotStart(String why) {
        return WeirException.failed(
                "strategy " + jar + " does not start: " + why,
                "Mend the parameters (--param), or the strategy's constructor.");
    }

    /** What the component threw at its activation, as DS remembers it: the innermost cause. */
    private String failure(Bundle bundle, ServiceReference<RebalanceStrategy> reference) {
        ServiceComponentRuntime components = service(ServiceComponentRuntime.class);
        Optional<String> trace = components.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(description -> components.getComponentConfigurationDTOs(description).stream())
                .filter(one -> Long.valueOf(one.id).equals(reference.getProperty("component.id")))
                .flatMap(one -> Optional.ofNullable(one.failure).stream())
                .findFirst();
        String cause = "Caused by: ";
        return trace.map(text -> text.lines()
                        .filter(line -> line.startsWith(cause))
                        .reduce((outer, inner) -> inner)
                        .map(line -> line.substring(cause.length()))
                        .orElse(text.lines().findFirst().orElse("")))
                .orElse("its activation failed without a word");
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
            // The framework ends, and every instance with it.
        }
    }
}
