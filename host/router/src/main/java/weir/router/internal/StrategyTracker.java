package weir.router.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.Version;
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
final class StrategyTracker implements ServiceTrackerCustomizer<RebalanceStrategy, Optional<Candidate>>, AutoCloseable {

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
    private final ServiceTracker<RebalanceStrategy, Optional<Candidate>> tracker;
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
    public Optional<Candidate> addingService(ServiceReference<RebalanceStrategy> reference) {
        String route = String.valueOf(reference.getProperty(ROUTE));
        String strategy = String.valueOf(reference.getProperty(STRATEGY));
        Version version = reference.getBundle().getVersion();
        RebalanceStrategy service;
        try {
            service = Supervised.call(
                    "weir start of " + route + " " + strategy + " " + version,
                    () -> context.getService(reference),
                    late -> context.ungetService(reference));
        } catch (TimeoutException e) {
            return failed(reference, new StartFailure(route, strategy, version, e.getMessage()));
        }
        if (service == null) {
            String why = StartFailure.thrown(context, reference);
            return failed(reference, new StartFailure(route, strategy, version, why));
        }
        Candidate candidate =
                new Candidate(route, strategy, version, reference.getBundle().getBundleId(), id(reference), service);
        router.admit(candidate);
        return Optional.of(candidate);
    }

    private Optional<Candidate> failed(ServiceReference<RebalanceStrategy> reference, StartFailure failure) {
        LOG.error("Route {}: {}", failure.route(), failure);
        board.failed(id(reference), failure);
        return Optional.empty();
    }

    private static long id(ServiceReference<RebalanceStrategy> reference) {
        return (Long) reference.getProperty(Constants.SERVICE_ID);
    }

    @Override
    public void modifiedService(ServiceReference<RebalanceStrategy> reference, Optional<Candidate> candidate) {
        // Route and name of an instance never change: another route is another configuration.
    }

    @Override
    public void removedService(ServiceReference<RebalanceStrategy> reference, Optional<Candidate> candidate) {
        candidate.ifPresentOrElse(one -> leaves(reference, one), () -> board.failureGone(id(reference)));
    }

    private void leaves(ServiceReference<RebalanceStrategy> reference, Candidate candidate) {
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
