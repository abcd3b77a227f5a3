package weir.router.internal.instance;

import java.io.IOException;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;

/**
 * Waits until Configuration Admin has delivered all previous changes to its listeners, which include Declarative Services. To find
 * this out, the barrier changes a configuration of its own. Configuration Admin delivers changes in order on one thread, so all
 * previous changes are delivered when this one arrives. Thread-safe.
 */
final class DeliveryBarrier implements ConfigurationListener, AutoCloseable {

    private static final String PID = "weir.router.barrier";
    private static final String COUNT_PROPERTY = "count";

    private final ConfigurationAdmin admin;
    private final ServiceRegistration<ConfigurationListener> registration;
    /** Number of changes of the barrier's own configuration. */
    private long sentMarkers;

    private long deliveredMarkers;

    /** Highest number of changes of other configurations that are known to be delivered. */
    private long deliveredChanges;

    DeliveryBarrier(BundleContext context, ConfigurationAdmin admin) {
        this.admin = admin;
        this.registration = context.registerService(ConfigurationListener.class, this, null);
    }

    @Override
    public void close() {
        registration.unregister();
    }

    @Override
    public synchronized void configurationEvent(ConfigurationEvent event) {
        if (event.getPid().equals(PID)) {
            deliveredMarkers++;
            notifyAll();
        }
    }

    /**
     * Waits until changes are delivered. Returns at once if an earlier call has waited for them.
     *
     * @param changes number of changes that Configuration Admin has taken so far
     * @return {@code false} after the timeout
     */
    synchronized boolean awaitDelivery(long changes, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        if (changes <= deliveredChanges) {
            return true;
        }
        long marker = ++sentMarkers;
        admin.getConfiguration(PID, "?").update(new Hashtable<>(Map.of(COUNT_PROPERTY, marker)));
        try {
            while (deliveredMarkers < marker) {
                long remainingNanos = deadline - System.nanoTime();
                if (remainingNanos <= 0) {
                    return false;
                }
                wait(remainingNanos / 1_000_000 + 1);
            }
            deliveredChanges = Math.max(deliveredChanges, changes);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
