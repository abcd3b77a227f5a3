package weir.router;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The route files, changed by command. Each change is written to the routes folder, beside and renamed, so the files stay the
 * truth; when a method returns, the change is in force. A route is named by its id, or by a pool address: then the route that
 * serves the pool on Base is meant. Thread-safe.
 *
 * <p>Methods throw {@link IllegalArgumentException} with the remedy for what is asked wrongly, and {@link IOException} if the
 * folder cannot be read or written; then nothing has changed.
 */
@ProviderType
public interface Routes {

    /** The text of a route's file; empty where there is no such file. */
    Optional<String> text(String id) throws IOException;

    /** Writes a route's file, new or in place of the old one. */
    void set(String id, String json) throws IOException;

    /** Deletes a route's file. */
    void remove(String id) throws IOException;

    /**
     * Lets only these versions of a strategy serve a route. A pool that only the default route serves gets a route of its own, made
     * from the default one.
     *
     * @param route id or pool address
     * @param strategy name of the strategy
     * @param versions OSGi version range, for example {@code [1.2.0,1.2.0]}
     * @return id of the route that was written
     */
    String pin(String route, String strategy, String versions) throws IOException;

    /**
     * Pins a route to the version that served before the one that serves now.
     *
     * @param route id or pool address
     * @return that version
     */
    String rollback(String route) throws IOException;

    /** Who served a route since when, and why that changed; the newest last, at most a hundred. */
    List<Change> changes(String route);

    /**
     * One change of who serves.
     *
     * @param at when
     * @param route id of the route
     * @param strategy strategy that serves from then on, {@code "-"} for nobody
     * @param version its bundle version, {@code "-"} for nobody
     * @param why what brought the change about
     */
    record Change(Instant at, String route, String strategy, String version, String why) {}
}
