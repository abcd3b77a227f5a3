package weir.router.internal.instance;

import java.io.IOException;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.internal.config.Route;
import weir.router.internal.config.RouteProblems;
import weir.router.internal.config.ShadowRoutes;
import weir.router.parameters.InvalidParameterException;
import weir.router.parameters.StrategyParameters;

/**
 * Creates one factory configuration per route and bundle, for which Declarative Services creates a strategy instance (ADR 42).
 * The configuration is bound to the bundle's location, so that no other bundle gets it. Its name, for example {@code
 * weth-usdc_0123456789abcdef_17}, contains the route id, a hash of the parameters, and the bundle id. Changed parameters
 * therefore create a second configuration and instance; the previous configuration is deleted when the new instance is ready. A
 * bundle gets its configurations before it starts. Thread-safe.
 */
public final class StrategyConfigurations implements SynchronousBundleListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StrategyConfigurations.class);

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(5);

    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private final DeclaredStrategies declared;
    private final Predicate<String> isInstanceReady;
    private final RouteProblems problems;
    private final DeliveryBarrier barrier;
    private List<Route> routes = List.of();
    private long changeCount;

    /** @param isInstanceReady whether the instance of the configuration with a PID is ready */
    public StrategyConfigurations(
            BundleContext context,
            ConfigurationAdmin admin,
            DeclaredStrategies declared,
            RouteProblems problems,
            Predicate<String> isInstanceReady) {
        this.context = context;
        this.admin = admin;
        this.declared = declared;
        this.problems = problems;
        this.isInstanceReady = isInstanceReady;
        this.barrier = new DeliveryBarrier(context, admin);
        context.addBundleListener(this);
    }

    @Override
    public void close() {
        context.removeBundleListener(this);
        barrier.close();
    }

    /**
     * Creates the missing configurations of these routes and their challengers for the active bundles, and later for each bundle that
     * starts. A bundle gets no
     * configuration for a route whose parameters it does not have; the reason is added to the route's problems.
     */
    public synchronized void setRoutes(List<Route> newRoutes) throws IOException {
        routes = newRoutes.stream()
                .flatMap(route -> Stream.concat(Stream.of(route), ShadowRoutes.of(route).stream()))
                .toList();
        problems.retain(routes.stream().map(Route::id).toList());
        for (Bundle bundle : context.getBundles()) {
            if ((bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0) {
                createFor(bundle);
            }
        }
    }

    /** Deletes configurations of removed routes, of uninstalled bundles, and of previous parameters if the new instance is ready. */
    public synchronized void deleteObsolete() throws IOException {
        for (Configuration configuration : listAll()) {
            if (!isNeeded(configuration)) {
                configuration.delete();
                changeCount++;
            }
        }
    }

    /**
     * Before a bundle starts, creates its configurations. Before a bundle stops, waits until all changes are delivered: if the
     * bundle's context became invalid during a delivery, Declarative Services would skip the remaining bundles.
     */
    @Override
    public void bundleChanged(BundleEvent event) {
        int type = event.getType();
        Bundle bundle = event.getBundle();
        try {
            if (type == BundleEvent.STARTING || type == BundleEvent.LAZY_ACTIVATION) {
                synchronized (this) {
                    createFor(bundle);
                }
                awaitDelivery();
            } else if (type == BundleEvent.STOPPING && !isFrameworkStopping()) {
                awaitDelivery();
            } else if (type == BundleEvent.UNINSTALLED) {
                declared.forget(bundle);
                problems.removeAll(source(bundle));
            }
        } catch (IOException e) {
            LOG.error("Cannot create configurations for {}; free disk space and start the bundle again", bundle, e);
        }
    }

    private boolean isFrameworkStopping() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.STOPPING;
    }

    private void awaitDelivery() throws IOException {
        long changes;
        synchronized (this) { // A change is counted under the lock, after Configuration Admin has taken it.
            changes = changeCount;
        }
        if (!barrier.awaitDelivery(changes, DELIVERY_TIMEOUT)) {
            LOG.warn("Configuration changes were not delivered within {} s", DELIVERY_TIMEOUT.toSeconds());
        }
    }

    private void createFor(Bundle bundle) throws IOException {
        Map<String, StrategyParameters> strategies = routes.isEmpty() ? Map.of() : declared.in(bundle);
        for (Route route : routes) {
            StrategyParameters parameters = strategies.get(route.strategy());
            Optional<String> problem = Optional.empty();
            if (parameters != null) {
                try {
                    create(route, bundle, parameters);
                } catch (InvalidParameterException e) {
                    problem = Optional.of(DeclaredStrategies.describe(route, bundle.getVersion(), e));
                } catch (RuntimeException e) { // One route must not stop the others.
                    problem = Optional.of(ShadowRoutes.file(route.id()) + ": has parameters that cannot be passed on ("
                            + e + "); correct 'parameters'");
                }
            }
            problems.set(route.id(), source(bundle), problem.filter(text -> route.accepts(bundle.getVersion())));
        }
    }

    private void create(Route route, Bundle bundle, StrategyParameters parameters) throws IOException {
        Dictionary<String, Object> properties = new Hashtable<>(parameters.read(route.parameters()));
        properties.put(StrategyService.ROUTE_PROPERTY, route.id());
        boolean isChange = admin.getFactoryConfiguration(
                        route.strategy(), configurationName(route, bundle), bundle.getLocation())
                .updateIfDifferent(properties);
        changeCount += isChange ? 1 : 0;
    }

    private static String source(Bundle bundle) {
        return "bundle " + bundle.getBundleId();
    }

    private boolean isNeeded(Configuration configuration) {
        String pid = configuration.getPid();
        Bundle bundle = context.getBundle(configuration.getBundleLocation());
        return bundle != null
                && routes.stream().filter(route -> isForRoute(pid, route)).anyMatch(route -> {
                    String current = route.strategy() + '~' + configurationName(route, bundle);
                    return pid.equals(current) || !isInstanceReady.test(current);
                });
    }

    /** Whether a configuration is for the route, with current or previous parameters. */
    private static boolean isForRoute(String pid, Route route) {
        return pid.startsWith(route.strategy() + '~' + route.id() + '_');
    }

    /** Whether a configuration is for the route and has its current parameters. */
    static boolean hasCurrentParameters(String pid, Route route) {
        return isForRoute(pid, route) && pid.contains('_' + route.parametersHash() + '_');
    }

    private static String configurationName(Route route, Bundle bundle) {
        return route.id() + '_' + route.parametersHash() + '_' + bundle.getBundleId();
    }

    private List<Configuration> listAll() throws IOException {
        try {
            Configuration[] found = admin.listConfigurations("(" + StrategyService.ROUTE_PROPERTY + "=*)");
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
