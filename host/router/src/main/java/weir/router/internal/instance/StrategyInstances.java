package weir.router.internal.instance;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import weir.router.internal.state.StateStore;
import weir.strategy.RebalanceStrategy;

/**
 * Creates a {@link StrategyInstance} for each strategy service, and stops the instance when the service is unregistered. The
 * framework unregisters the service before it deactivates the component, and waits for the tracker; so each stop of a bundle
 * drains its instances.
 */
public final class StrategyInstances
        implements ServiceTrackerCustomizer<RebalanceStrategy, StrategyInstance>, AutoCloseable {

    /** Longest wait for the queries of one instance; when the host stops, of all instances together. */
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);

    private final BundleContext context;
    private final StrategyInstance.Listener listener;
    private final StateStore states;
    private final Duration activationTimeout;
    private final Function<StrategyInstance, Optional<String>> selfTest;
    private final ServiceTracker<RebalanceStrategy, StrategyInstance> tracker;
    private volatile long closeDeadlineNanos;
    private volatile boolean isClosing;

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

    /** Stops all instances. */
    @Override
    public void close() {
        closeDeadlineNanos = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
        isClosing = true;
        tracker.close();
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
        instance.stop(
                isClosing ? Duration.ofNanos(Math.max(0, closeDeadlineNanos - System.nanoTime())) : DRAIN_TIMEOUT);
    }
}
