package weir.router.internal;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.strategy.RebalanceStrategy;

/**
 * Strategy services, each turned into a {@link Candidate} while it lives. Unregistering is synchronous and comes before DS
 * deactivates the component, so blocking in {@link #removedService} holds the strategy alive until the last query has left it,
 * whoever stops the bundle.
 */
final class StrategyTracker implements ServiceTrackerCustomizer<RebalanceStrategy, Candidate>, AutoCloseable {

    /** Service property: id of the route that the instance is for. */
    static final String ROUTE = "weir.route";

    /** Service property: name of the strategy. */
    static final String STRATEGY = "strategy.name";

    /** How long a leaving strategy is waited for; all of them together when the host stops. */
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(StrategyTracker.class);

    private final BundleContext context;
    private final DrainingRouter router;
    private final ServingBoard board;
    private final ServiceTracker<RebalanceStrategy, Candidate> tracker;
    private final SynchronousBundleListener uninstalls;
    private volatile boolean closing;
    private volatile long closingUntil;

    StrategyTracker(BundleContext context, DrainingRouter router, ServingBoard board) {
        this.context = context;
        this.router = router;
        this.board = board;
        this.uninstalls = event -> {
            if (event.getType() == BundleEvent.UNINSTALLED) {
                board.uninstalled(event.getBundle().getBundleId());
            }
        };
        try {
            String filter = "(&(" + Constants.OBJECTCLASS + "=" + RebalanceStrategy.class.getName() + ")(" + STRATEGY
                    + "=*)(" + ROUTE + "=*))";
            this.tracker = new ServiceTracker<>(context, FrameworkUtil.createFilter(filter), this);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    void open() {
        context.addBundleListener(uninstalls);
        tracker.open();
    }

    @Override
    public Candidate addingService(ServiceReference<RebalanceStrategy> reference) {
        String route = String.valueOf(reference.getProperty(ROUTE));
        String strategy = String.valueOf(reference.getProperty(STRATEGY));
        String name = route + " " + strategy + " " + reference.getBundle().getVersion();
        RebalanceStrategy service;
        try {
            service = Supervised.call(
                    "weir start of " + name,
                    () -> context.getService(reference),
                    late -> context.ungetService(reference));
        } catch (TimeoutException e) {
            LOG.error("Route {}: {} of {} does not start; {}", route, strategy, reference.getBundle(), e.getMessage());
            return null;
        }
        if (service == null) {
            LOG.error(
                    "Route {}: {} of {} does not start; its activation failed", route, strategy, reference.getBundle());
            return null;
        }
        Candidate candidate = new Candidate(
                route,
                strategy,
                reference.getBundle().getVersion(),
                reference.getBundle().getBundleId(),
                (Long) reference.getProperty(Constants.SERVICE_ID),
                service);
        router.admit(candidate);
        return candidate;
    }

    @Override
    public void modifiedService(ServiceReference<RebalanceStrategy> reference, Candidate candidate) {
        // Route and name of an instance never change: another route is another configuration.
    }

    @Override
    public void removedService(ServiceReference<RebalanceStrategy> reference, Candidate candidate) {
        board.remove(candidate);
        Duration wait = closing ? Duration.ofNanos(Math.max(0, closingUntil - System.nanoTime())) : DRAIN;
        if (!candidate.drain(wait)) {
            LOG.error(
                    "{} did not return from a query in time; its class loader cannot be freed until it does",
                    candidate);
        }
        try {
            Supervised.call("weir end of " + candidate, () -> context.ungetService(reference), late -> {});
        } catch (TimeoutException e) {
            LOG.error("{} does not end; {}; its class loader cannot be freed until it does", candidate, e.getMessage());
        }
    }

    @Override
    public void close() {
        closingUntil = System.nanoTime() + DRAIN.toNanos();
        closing = true;
        board.close();
        tracker.close();
        context.removeBundleListener(uninstalls);
    }
}
