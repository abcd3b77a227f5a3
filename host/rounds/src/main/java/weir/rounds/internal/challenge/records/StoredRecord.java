package weir.rounds.internal.challenge.records;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The record of a route, in memory and on disk, and the problem of its challenge. Thread-safe. */
public final class StoredRecord {

    private static final Logger LOG = LoggerFactory.getLogger(StoredRecord.class);

    private final String route;
    private final RecordFiles files;
    private RouteRecord record;
    private volatile Optional<String> problem = Optional.empty();

    /** @throws IOException if the record of the route cannot be read */
    public StoredRecord(String route, RecordFiles files) throws IOException {
        this.route = route;
        this.files = files;
        this.record = files.read(route);
    }

    public synchronized RouteRecord get() {
        return record;
    }

    /** Replaces the record. If it cannot be written, that is the problem, and the new record is in memory only. */
    public synchronized void set(RouteRecord changed) {
        record = changed;
        try {
            files.write(route, changed);
            problem = Optional.empty();
        } catch (IOException e) {
            setProblem(
                    "the challenge of route " + route + " cannot be recorded (" + e
                            + "); free disk space, or correct the permissions of the data directory",
                    e);
        }
    }

    /** What the operator must solve, with the remedy. */
    public Optional<String> problem() {
        return problem;
    }

    public void setProblem(String text, Exception cause) {
        if (!problem.equals(Optional.of(text))) {
            LOG.warn("{}", text, cause);
        }
        problem = Optional.of(text);
    }
}
