package weir.router.internal.instance;

import java.io.IOException;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
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

/**
 * Provides one factory configuration per route and bundle, from which Declarative Services makes an instance (ADR 42). It is bound to
 * the bundle's location, so that no other bundle gets it, and its name, such as {@code weth-usdc_0123456789abcdef_17}, holds a hash of
 * the parameters and the bundle id. Changed parameters are another configuration and another instance, and the configuration before is
 * deleted when the new instance is ready. A bundle's configurations exist before it starts, so that its strategies are active when it is. Thread-safe.
 */
public final class StrategyConfigurations implements SynchronousBundleListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StrategyConfigurations.class);

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(5);

    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private final Predicate<String> isReady;
    private final DeliveryBarrier barrier;
    private final AtomicBoolean hasUndelivered = new AtomicBoolean();
    private List<Route> routes = List.of();

    /** @param isReady whether the instance of a configuration PID is ready */
    public StrategyConfigurations(BundleContext context, ConfigurationAdmin admin, Predicate<String> isReady) {
        this.context = context;
        this.admin = admin;
        this.isReady = isReady;
        this.barrier = new DeliveryBarrier(context, admin);
        context.addBundleListener(this);
    }

    @Override
    public void close() {
        context.removeBundleListener(this);
        barrier.close();
    }

    /** Creates the missing configurations of these routes for the bundles that run, and from now on for those that start. */
    public synchronized void provide(List<Route> wanted) throws IOException {
        routes = List.copyOf(wanted);
        for (Bundle bundle : context.getBundles()) {
            if ((bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0) {
                provide(bundle);
            }
        }
    }

    /** Deletes the configurations of other routes, of uninstalled bundles, and those that a ready instance replaces. */
    public synchronized void deleteObsolete() throws IOException {
        for (Configuration configuration : all()) {
            if (!isNeeded(configuration)) {
                configuration.delete();
                hasUndelivered.set(true);
            }
        }
    }

    /**
     * A bundle that starts gets its configurations before Declarative Services looks for them. A bundle that stops waits until all
     * changes are delivered: if its context became invalid during a delivery, Declarative Services would skip the bundles after it.
     */
    @Override
    public void bundleChanged(BundleEvent event) {
        int type = event.getType();
        try {
            if (type == BundleEvent.STARTING || type == BundleEvent.LAZY_ACTIVATION) {
                synchronized (this) {
                    provide(event.getBundle());
                }
                awaitDelivery();
            } else if (type == BundleEvent.STOPPING && !isStopping()) {
                awaitDelivery();
            }
        } catch (IOException e) {
            LOG.error("{} gets no configurations; free disk space and start it again", event.getBundle(), e);
        }
    }

    private boolean isStopping() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.STOPPING;
    }

    private void awaitDelivery() throws IOException {
        if (hasUndelivered.getAndSet(false) && !barrier.await(DELIVERY_TIMEOUT)) {
            LOG.warn("Configuration changes were not delivered within {} s", DELIVERY_TIMEOUT.toSeconds());
        }
    }

    private void provide(Bundle bundle) throws IOException {
        Set<String> strategies = routes.isEmpty() ? Set.of() : DeclaredStrategies.of(bundle);
        for (Route route : routes) {
            if (strategies.contains(route.strategy())) {
                Dictionary<String, Object> properties = new Hashtable<>(route.parameters());
                properties.put(StrategyService.ROUTE, route.id());
                boolean isNew = admin.getFactoryConfiguration(
                                route.strategy(), name(route, bundle), bundle.getLocation())
                        .updateIfDifferent(properties);
                hasUndelivered.compareAndSet(false, isNew);
            }
        }
    }

    private boolean isNeeded(Configuration configuration) {
        String pid = configuration.getPid();
        Bundle bundle = context.getBundle(configuration.getBundleLocation());
        return bundle != null
                && routes.stream().filter(route -> isOf(pid, route)).anyMatch(route -> {
                    String current = route.strategy() + '~' + name(route, bundle);
                    return pid.equals(current) || !isReady.test(current);
                });
    }

    /** Whether a configuration is for the route, with present or previous parameters. */
    private static boolean isOf(String pid, Route route) {
        return pid.startsWith(route.strategy() + '~' + route.id() + '_');
    }

    /** Whether a configuration has the route's present parameters. */
    static boolean isCurrent(String pid, Route route) {
        return isOf(pid, route) && pid.contains('_' + route.parametersHash() + '_');
    }

    private static String name(Route route, Bundle bundle) {
        return route.id() + '_' + route.parametersHash() + '_' + bundle.getBundleId();
    }

    private List<Configuration> all() throws IOException {
        try {
            Configuration[] found = admin.listConfigurations("(" + StrategyService.ROUTE + "=*)");
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
