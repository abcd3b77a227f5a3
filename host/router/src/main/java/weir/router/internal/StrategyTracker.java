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
final class StrategyTracker
        implements ServiceTrackerCustomizer<RebalanceStrategy, StrategyTracker.Arrival>, AutoCloseable {

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
    private final ServiceTracker<RebalanceStrategy, Arrival> tracker;
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
    public Arrival addingService(ServiceReference<RebalanceStrategy> reference) {
        Arrival arrival = new Arrival(reference);
        arrival.begin();
        return arrival;
    }

    @Override
    public void modifiedService(ServiceReference<RebalanceStrategy> reference, Arrival arrival) {
        // Route and name of an instance never change: another route is another configuration.
    }

    @Override
    public void removedService(ServiceReference<RebalanceStrategy> reference, Arrival arrival) {
        arrival.end();
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
            Supervised.run("weir end of " + candidate, () -> context.ungetService(reference));
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

    /**
     * One service on its way to a {@link Candidate}: it starts in time, late or never, and may leave before it has. A late start is
     * as good as another: DS holds the place of the instance until it returns, so there is nothing else to try. The lock keeps its
     * start and its end one after the other.
     */
    final class Arrival {
        private final ServiceReference<RebalanceStrategy> reference;
        private final long id;
        private final String route;
        private final String strategy;
        private final Version version;
        private final long bundleId;
        private Optional<Candidate> candidate = Optional.empty();
        private boolean gone;

        private Arrival(ServiceReference<RebalanceStrategy> reference) {
            this.reference = reference;
            this.id = (Long) reference.getProperty(Constants.SERVICE_ID);
            this.route = String.valueOf(reference.getProperty(ROUTE));
            this.strategy = String.valueOf(reference.getProperty(STRATEGY));
            this.version = reference.getBundle().getVersion();
            this.bundleId = reference.getBundle().getBundleId();
        }

        private synchronized void begin() {
            try {
                String thread = "weir start of " + route + " " + strategy + " " + version;
                started(Supervised.call(thread, () -> context.getService(reference), this::late));
            } catch (TimeoutException e) {
                failed(e.getMessage() + "; it serves as soon as it has started");
            } catch (OutOfMemoryError e) {
                // At the limit of threads. Thrown out of here, the service would be forgotten and its end unheard.
                failed(
                        "no thread could be started for it (" + e.getMessage()
                                + "); remove what starts threads without end, then restart the host, or delete its file and put it back");
            }
        }

        private synchronized void late(RebalanceStrategy service) {
            if (!gone) {
                LOG.info("Route {}: the start of {} {} has ended at last", route, strategy, version);
                started(service);
            } else if (service != null) {
                context.ungetService(reference);
            }
        }

        private void started(RebalanceStrategy service) {
            if (service == null) {
                failed(StartFailure.thrown(context, reference));
                return;
            }
            Candidate admitted = new Candidate(route, strategy, version, bundleId, id, service);
            candidate = Optional.of(admitted);
            router.admit(admitted);
            board.failureGone(id);
        }

        private void failed(String why) {
            StartFailure failure = new StartFailure(route, strategy, version, why);
            LOG.error("Route {}: {}", route, failure);
            board.failed(id, failure);
        }

        private synchronized void end() {
            gone = true;
            candidate.ifPresentOrElse(one -> leaves(reference, one), () -> board.failureGone(id));
        }
    }
}
