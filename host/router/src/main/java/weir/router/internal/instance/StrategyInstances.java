package weir.router.internal.instance;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.internal.state.StateStore;
import weir.strategy.RebalanceStrategy;

/**
 * Creates a {@link StrategyInstance} for each strategy service, and stops the instance when the service is unregistered. The
 * framework unregisters the service before it deactivates the component, and waits for the tracker; so each stop of a bundle
 * drains its instances.
 */
public final class StrategyInstances
        implements ServiceTrackerCustomizer<RebalanceStrategy, StrategyInstance>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StrategyInstances.class);

    /** Longest wait for the queries of an instance. */
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);

    /** Longest stop of all instances. The launcher ends the process after 10 s. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(7);

    private final BundleContext context;
    private final StrategyInstance.Listener listener;
    private final StateStore states;
    private final Duration activationTimeout;
    private final Function<StrategyInstance, Optional<String>> selfTest;
    private final ServiceTracker<RebalanceStrategy, StrategyInstance> tracker;
    /** Instances that {@link #close} stops. */
    private volatile Set<StrategyInstance> closing = Set.of();

    /**
     * Creates a tracker that {@link #open} starts.
     *
     * @param listener receives the states of all instances
     * @param states stores the state of strategies
     * @param activationTimeout longest wait for a strategy's activation or deactivation
     * @param selfTest test of an activated instance, see {@link StrategyInstance#start}
     */
    public StrategyInstances(
            BundleContext context,
            StrategyInstance.Listener listener,
            StateStore states,
            Duration activationTimeout,
            Function<StrategyInstance, Optional<String>> selfTest) {
        this.context = context;
        this.listener = listener;
        this.states = states;
        this.activationTimeout = activationTimeout;
        this.selfTest = selfTest;
        String filter = "(&(" + Constants.OBJECTCLASS + "=" + RebalanceStrategy.class.getName() + ")("
                + StrategyService.STRATEGY_PROPERTY + "=*)(" + StrategyService.ROUTE_PROPERTY + "=*))";
        try {
            this.tracker = new ServiceTracker<>(context, FrameworkUtil.createFilter(filter), this);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public void open() {
        tracker.open();
    }

    /**
     * Stops all instances in parallel, so that one that hangs takes no time from the others. Returns when all have stopped, or after
     * {@link #CLOSE_TIMEOUT}.
     */
    @Override
    public void close() {
        closing = Set.of(tracker.getServices(new StrategyInstance[0]));
        stopAll(closing, DRAIN_TIMEOUT, CLOSE_TIMEOUT);
        tracker.close();
    }

    static void stopAll(Collection<StrategyInstance> instances, Duration drainTimeout, Duration timeout) {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        CountDownLatch stopped = new CountDownLatch(instances.size());
        for (StrategyInstance instance : instances) {
            Thread thread = new Thread(() -> stop(instance, drainTimeout, stopped), "weir stop of " + instance);
            thread.setDaemon(true);
            try {
                thread.start();
            } catch (OutOfMemoryError e) { // The system cannot start another thread.
                stop(instance, Duration.ZERO, stopped);
            }
        }
        try {
            if (!stopped.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                LOG.error("{} strategies have not stopped; the host does not wait for them", stopped.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(StrategyInstance instance, Duration drainTimeout, CountDownLatch stopped) {
        try {
            instance.stop(drainTimeout);
        } finally {
            stopped.countDown();
        }
    }

    @Override
    public StrategyInstance addingService(ServiceReference<RebalanceStrategy> reference) {
        StrategyInstance instance =
                new StrategyInstance(StrategyService.of(context, reference), listener, states, activationTimeout);
        instance.start(selfTest);
        return instance;
    }

    @Override
    public void modifiedService(ServiceReference<RebalanceStrategy> reference, StrategyInstance instance) {
        // The route and the strategy of a service never change.
    }

    @Override
    public void removedService(ServiceReference<RebalanceStrategy> reference, StrategyInstance instance) {
        if (!closing.contains(instance)) {
            instance.stop(DRAIN_TIMEOUT);
        }
    }
}
