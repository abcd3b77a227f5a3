package weir.router.internal;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why the route files could not be put in force at the last try. Logs each failure once. Reports are made by one thread at a time. */
final class RouteUpdateFailure {

    private static final Logger LOG = LoggerFactory.getLogger(RouteUpdateFailure.class);

    private volatile String failure = "";

    void clear() {
        failure = "";
    }

    void report(Throwable cause) {
        String before = failure;
        failure = "out of memory";
        try {
            String now = cause.toString();
            if (!before.equals(now)) {
                LOG.error("The route files cannot be put in force; the previous routes stay in force", cause);
            }
            failure = now;
        } catch (OutOfMemoryError again) {
            // The heap has no space for a log line. The next update logs the failure.
        }
    }

    /** Returns the failure in words; empty if the last update succeeded. */
    Optional<String> problem() {
        return failure.isEmpty()
                ? Optional.empty()
                : Optional.of("route files cannot be put in force (" + failure + "); previous routes stay in force");
    }
}
