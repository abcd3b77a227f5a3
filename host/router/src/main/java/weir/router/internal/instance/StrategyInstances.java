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
import weir.strategy.RebalanceStrategy;

/**
 * Makes a {@link StrategyInstance} of each strategy service and ends it with the service. Unregistering is synchronous and precedes
 * the deactivation of the component, so that an instance drains whoever stops its bundle.
 */
public final class StrategyInstances
        implements ServiceTrackerCustomizer<RebalanceStrategy, StrategyInstance>, AutoCloseable {

    /** Drain timeout of one instance, and of all together when the host stops. */
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);

    private final BundleContext context;
    private final StrategyInstance.Listener listener;
    private final Function<StrategyInstance, Optional<String>> selfTest;
    private final ServiceTracker<RebalanceStrategy, StrategyInstance> tracker;
    private volatile long closeDeadline;
    private volatile boolean isClosing;

    /**
     * Tracks nothing before {@link #open}.
     *
     * @param listener is told of every state of every instance
     * @param selfTest see {@link StrategyInstance#start}
     */
    public StrategyInstances(
            BundleContext context,
            StrategyInstance.Listener listener,
            Function<StrategyInstance, Optional<String>> selfTest) {
        this.context = context;
        this.listener = listener;
        this.selfTest = selfTest;
        String filter = "(&(" + Constants.OBJECTCLASS + "=" + RebalanceStrategy.class.getName() + ")("
                + StrategyService.STRATEGY + "=*)(" + StrategyService.ROUTE + "=*))";
        try {
            this.tracker = new ServiceTracker<>(context, FrameworkUtil.createFilter(filter), this);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public void open() {
        tracker.open();
    }

    /** Ends all instances. */
    @Override
    public void close() {
        closeDeadline = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
        isClosing = true;
        tracker.close();
    }

    @Override
    public StrategyInstance addingService(ServiceReference<RebalanceStrategy> reference) {
        StrategyInstance instance = new StrategyInstance(StrategyService.of(context, reference), listener);
        instance.start(selfTest);
        return instance;
    }

    @Override
    public void modifiedService(ServiceReference<RebalanceStrategy> reference, StrategyInstance instance) {
        // Route and strategy of a service never change.
    }

    @Override
    public void removedService(ServiceReference<RebalanceStrategy> reference, StrategyInstance instance) {
        instance.stop(isClosing ? Duration.ofNanos(Math.max(0, closeDeadline - System.nanoTime())) : DRAIN_TIMEOUT);
    }
}
