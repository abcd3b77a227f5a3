package weir.installer.internal;

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
 * A plugin's bundle on its way out of the framework: stopped, which drains its strategies, and uninstalled, on a thread of its own
 * because a strategy may hang in its end. Not thread-safe.
 */
final class Departure {

    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

    /** How long an end is waited for: the drain's 5 s, and as much again. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Between one try and the next of an end that found no thread, or whose thread failed. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Bundle bundle;
    private final LoaderWatch loaders;
    private final Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private boolean watched;
    private Thread end;
    private long tried;
    private String trouble = "";

    Departure(Bundle bundle, LoaderWatch loaders) {
        this.bundle = bundle;
        this.loaders = loaders;
    }

    boolean isOver() {
        return bundle.getState() == Bundle.UNINSTALLED;
    }

    /** Begins the end, or begins it again where it came to nothing; the system may have no thread to spare just now. */
    void begin(long now) {
        boolean isUnderWay = end != null && end.isAlive();
        boolean isTried = tried != 0 && now - tried < RETRY.toNanos();
        if (isOver() || isUnderWay || isTried) {
            return;
        }
        tried = now;
        try {
            if (!watched) {
                loaders.leaves(bundle);
                watched = true;
            }
            Thread next = new Thread(this::end, "weir end of " + bundle);
            next.setDaemon(true);
            next.start();
            end = next;
        } catch (OutOfMemoryError e) {
            if (trouble.isEmpty()) {
                trouble = "no thread could be started for its end (" + e.getMessage() + ")";
                LOG.warn("{}: {}; trying again", bundle, trouble);
            }
        }
    }

    void await() {
        try {
            if (end != null) {
                end.join(PATIENCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why it takes so long, and the remedy. */
    String why() {
        String what = end == null
                ? "runs on, for " + trouble + "; it is tried again every second: remove what starts threads without end"
                : "does not stop; mend its @Deactivate method, which must not wait, and restart the host";
        return "is to be removed since " + since + " and " + what;
    }

    private void end() {
        forgetConfigurationAdmin(bundle);
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("{} did not stop cleanly; uninstalling it", bundle, e);
        }
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("{} did not uninstall cleanly", bundle, e);
        }
    }

    /**
     * Felix keeps a record of each service that was ever got through a bundle's context, and with it the uninstalled bundle, for as long
     * as the service stays; Declarative Services gets Configuration Admin so. Giving back a service object removes the record, unless
     * Declarative Services is at it in this very moment: then some kilobytes stay.
     */
    private static void forgetConfigurationAdmin(Bundle bundle) {
        try {
            BundleContext its = bundle.getBundleContext();
            ServiceReference<?> admin =
                    its == null ? null : its.getServiceReference("org.osgi.service.cm.ConfigurationAdmin");
            if (admin != null) {
                giveBack(its.getServiceObjects(admin));
            }
        } catch (RuntimeException e) {
            LOG.debug("{} is remembered as a user of Configuration Admin", bundle, e);
        }
    }

    private static <S> void giveBack(ServiceObjects<S> objects) {
        objects.ungetService(objects.getService());
    }
}
