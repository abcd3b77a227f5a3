package weir.installer.internal.unload;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops and uninstalls one plugin bundle, on a thread of its own because code of the plugin may hang while it stops. Times are values of
 * a monotonic clock in nanoseconds. Not thread-safe.
 */
final class BundleRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(BundleRemoval.class);

    /** Time until a removal is tried again that got no thread, or whose thread failed. */
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final Bundle bundle;
    private final Runnable onCompletion;
    private final Instant requestedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private Thread thread;
    private long retryAt;
    private String threadProblem = "";

    /** @param onCompletion called on the removal's thread when it ends */
    BundleRemoval(Bundle bundle, Runnable onCompletion, long time) {
        this.bundle = bundle;
        this.onCompletion = onCompletion;
        this.retryAt = time;
    }

    boolean isComplete() {
        return bundle.getState() == Bundle.UNINSTALLED;
    }

    /** Nanoseconds until {@link #start} is to be called; {@link Long#MAX_VALUE} for never. */
    long delay(long time) {
        boolean isRunning = thread != null && thread.isAlive();
        return isRunning || isComplete() ? Long.MAX_VALUE : retryAt - time;
    }

    /** Starts the removal unless it is running, complete, or to be retried later. */
    void start(long time) {
        if (delay(time) > 0) {
            return;
        }
        retryAt = time + RETRY_DELAY.toNanos();
        try {
            Thread next = new Thread(this::run, "weir removal of " + bundle);
            next.setDaemon(true);
            next.start();
            thread = next;
        } catch (OutOfMemoryError e) {
            if (threadProblem.isEmpty()) {
                threadProblem = "no thread could be started to stop it (" + e.getMessage() + ")";
                LOG.warn("{}: {}; trying again", bundle, threadProblem);
            }
        }
    }

    /** Waits for the running thread. */
    void await(Duration timeout) {
        try {
            if (thread != null) {
                thread.join(timeout.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why the removal is not complete, and the remedy. */
    String problem() {
        String cause = thread == null
                ? "is still active because " + threadProblem
                        + "; it is tried again every second: remove the plugin that starts threads without limit"
                : "does not stop; fix its @Deactivate method, which must not block, and restart the host";
        return "was to be removed at " + requestedAt + " and " + cause;
    }

    private void run() {
        try {
            releaseConfigurationAdmin();
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("{} did not stop cleanly; uninstalling it", bundle, e);
        }
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("{} did not uninstall cleanly", bundle, e);
        } finally {
            onCompletion.run();
        }
    }

    /**
     * Felix records each service that was ever got through a bundle's context, and keeps the uninstalled bundle in memory as long as the
     * service is registered. Declarative Services gets Configuration Admin in this way. Returning a service object removes the record,
     * unless Declarative Services gets the service at the same moment: then some kilobytes stay in memory.
     */
    private void releaseConfigurationAdmin() {
        try {
            BundleContext context = bundle.getBundleContext();
            ServiceReference<?> admin =
                    context == null ? null : context.getServiceReference("org.osgi.service.cm.ConfigurationAdmin");
            if (admin != null) {
                getAndUnget(context.getServiceObjects(admin));
            }
        } catch (RuntimeException e) {
            LOG.debug("{} stays recorded as a user of Configuration Admin", bundle, e);
        }
    }

    private static <S> void getAndUnget(ServiceObjects<S> objects) {
        objects.ungetService(objects.getService());
    }
}
