package weir.router;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Version;

/**
 * Edits route files. Each change is written atomically to the routes directory, and is in force when the method returns.
 * Parameters named {@code route} accept a route id or a pool address, which means the route that serves the pool on Base. Thread-safe.
 *
 * <p>Methods throw {@link IllegalArgumentException} with a remedy for invalid arguments, and {@link IOException} if the directory
 * cannot be read or written. In both cases nothing has changed.
 */
@ProviderType
public interface Routes {

    /** The text of a route's file; empty if there is no such file. */
    Optional<String> text(String id) throws IOException;

    /** Creates or replaces a route's file. */
    void set(String id, String json) throws IOException;

    /** Deletes a route's file. */
    void remove(String id) throws IOException;

    /**
     * Restricts a route to one strategy and a version range. A pool that only a default route serves gets a copy of that route
     * with its own address as pair.
     *
     * @param route id or pool address
     * @param strategy name of the strategy
     * @param versions OSGi version range, for example {@code [1.2.0,1.2.0]}
     * @return id of the route that was written
     */
    String pin(String route, String strategy, String versions) throws IOException;

    /**
     * Pins a route to the version that served before the present one.
     *
     * @param route id or pool address
     * @return that version
     */
    Version rollback(String route) throws IOException;

    /** The route's changes of the serving version, the newest last, at most 100. */
    List<Change> changes(String route);

    /**
     * A change of the serving version.
     *
     * @param at when it came into force
     * @param route id of the route
     * @param strategy name of the strategy that serves since then; empty if none does
     * @param version version of its bundle; empty if none serves
     * @param reason why the version changed
     */
    record Change(Instant at, String route, Optional<String> strategy, Optional<Version> version, String reason) {}
}
