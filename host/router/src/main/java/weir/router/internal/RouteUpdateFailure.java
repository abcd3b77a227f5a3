package weir.router.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why the route files could not be put in force at the last try. Logs each failure once. Reports are made by one thread at a time. */
final class RouteUpdateFailure {

    private static final Logger LOG = LoggerFactory.getLogger(RouteUpdateFailure.class);

    /** Longer than any update takes. */
    private static final Duration MAX_SCAN_DELAY = Duration.ofSeconds(30);

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

    /**
     * Returns the problems with their remedies: the failure of the last update, and a scan that does not end.
     *
     * @param scanDelay by how much the next scan is late
     */
    List<String> problems(Duration scanDelay) {
        List<String> problems = new ArrayList<>();
        if (scanDelay.compareTo(MAX_SCAN_DELAY) > 0) {
            problems.add("the routes directory has not been read for " + scanDelay.toSeconds()
                    + " s, so changed routes have no effect; restart the host");
        }
        if (!failure.isEmpty()) {
            problems.add("route files cannot be put in force (" + failure + "); previous routes stay in force");
        }
        return problems;
    }
}
