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
 * Waits until Configuration Admin has told its listeners, Declarative Services among them, of all changes so far. It tells them on one
 * thread in the order of the changes, so a change of a configuration of the barrier's own comes last. Thread-safe.
 */
final class DeliveryBarrier implements ConfigurationListener, AutoCloseable {

    private static final String PID = "weir.router.barrier";
    private static final String COUNT = "count";

    private final ConfigurationAdmin admin;
    private final ServiceRegistration<ConfigurationListener> registration;
    private long sent;
    private long delivered;

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
            delivered++;
            notifyAll();
        }
    }

    /** Returns {@code false} if not everything was delivered within the timeout. */
    synchronized boolean await(Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        sent++;
        admin.getConfiguration(PID, "?").update(new Hashtable<>(Map.of(COUNT, sent)));
        try {
            while (delivered < sent) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                wait(left / 1_000_000 + 1);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
