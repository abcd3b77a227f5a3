package weir.installer.internal.unload;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops and uninstalls one plugin bundle, on a thread of its own because code of the plugin may hang while it stops. Not thread-safe.
 */
final class BundleRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(BundleRemoval.class);

    private final Bundle bundle;
    private final Runnable onCompletion;
    private final Instant requestedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private Thread thread;
    private String threadProblem = "";

    /** @param onCompletion called on the removal's thread when it ends */
    BundleRemoval(Bundle bundle, Runnable onCompletion) {
        this.bundle = bundle;
        this.onCompletion = onCompletion;
    }

    boolean isComplete() {
        return bundle.getState() == Bundle.UNINSTALLED;
    }

    /** Whether the removal waits for a start that hangs. */
    boolean isStarting() {
        return bundle.getState() == Bundle.STARTING;
    }

    /** Whether the removal is not complete and no thread works on it: there was none, or it failed. */
    boolean isStalled() {
        return !isComplete() && (thread == null || !thread.isAlive());
    }

    /** Starts the removal, again if it failed. */
    void start() {
        if (!isStalled()) {
            return;
        }
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
        String cause;
        if (thread == null) {
            cause = "is still active because " + threadProblem
                    + "; it is tried again every second: remove the plugin that starts threads without limit";
        } else if (isStarting()) {
            cause = "is still starting; remove its file and restart the host to end the thread that hangs";
        } else {
            cause = "does not stop; fix its @Deactivate method, which must not block, and restart the host";
        }
        return "was to be removed at " + requestedAt + " and " + cause;
    }

    private void run() {
        try {
            stop();
        } finally {
            uninstall();
        }
    }

    private void stop() {
        try {
            releaseConfigurationAdmin();
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException | RuntimeException e) {
            LOG.warn("{} did not stop cleanly; uninstalling it", bundle, e);
        }
    }

    private void uninstall() {
        try {
            bundle.uninstall();
        } catch (BundleException | RuntimeException e) {
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
            // Found by the framework's own context: plugins find no services of the host.
            ServiceReference<?>[] admins = context == null
                    ? null
                    : context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                            .getBundleContext()
                            .getAllServiceReferences("org.osgi.service.cm.ConfigurationAdmin", null);
            if (admins != null) {
                getAndUnget(context.getServiceObjects(admins[0]));
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        } catch (RuntimeException e) {
            LOG.debug("{} stays recorded as a user of Configuration Admin", bundle, e);
        }
    }

    private static <S> void getAndUnget(ServiceObjects<S> objects) {
        objects.ungetService(objects.getService());
    }
}
