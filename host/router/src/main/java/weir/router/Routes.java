package weir.router;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Version;

/**
 * Edits route files. A method that changes a file replaces it atomically, and the change is in force when the method returns. A
 * parameter {@code route} is a route id or the address of a pool on Base, which selects the route that serves the pool.
 * Thread-safe.
 *
 * <p>Methods throw {@link IllegalArgumentException} with a remedy if an argument is invalid, or if no installed version of the
 * strategy has the route's parameters, and {@link IOException} if the routes directory cannot be read or written. In both cases
 * nothing has changed.
 */
@ProviderType
public interface Routes {

    /** Reads a route's file. Returns empty if it does not exist. */
    Optional<String> text(String id) throws IOException;

    /** Creates or replaces a route's file. */
    void set(String id, String json) throws IOException;

    /** Deletes a route's file. */
    void remove(String id) throws IOException;

    /**
     * Restricts a route to one strategy and a version range. If {@code route} is a pool that only a default route serves,
     * creates a copy of the default route for this pool. If the strategy changes, parameters that the new strategy does not
     * declare are removed from the file.
     *
     * @param route id or pool address
     * @param strategy name of the strategy
     * @param versions a version, for example {@code 1.2.0}, which is exactly that version, or an OSGi version range; see {@link
     *     VersionRanges}
     * @return id of the changed or new route
     */
    String pin(String route, String strategy, String versions) throws IOException;

    /**
     * Pins a route to the version that served before the current one. If that is a version of another strategy, the route gets the
     * parameters with which it served.
     *
     * @param route id or pool address
     * @return version that serves now
     */
    Version rollback(String route) throws IOException;

    /**
     * Returns the change to the version that {@link #rollback} would return to now; empty if there is none.
     *
     * @param route id or pool address
     * @since 2.3
     */
    Optional<Change> rollbackTarget(String route);

    /** Returns the last 100 changes of the route's serving version, newest last. */
    List<Change> changes(String route);

    /**
     * A change of a route's serving version.
     *
     * @param time when the change came into force
     * @param route id of the route
     * @param strategy name of the strategy that serves after the change; empty if none does
     * @param version version of that strategy's bundle; empty if none serves
     * @param reason why the version changed
     */
    record Change(Instant time, String route, Optional<String> strategy, Optional<Version> version, String reason) {}
}
