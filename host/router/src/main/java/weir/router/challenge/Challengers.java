package weir.router.challenge;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Version;

/**
 * The challengers that route files declare, their instances, and the edits of route files that start and end a challenge. Parameters
 * {@code route} and errors are those of {@link weir.router.Routes}. Thread-safe.
 */
@ProviderType
public interface Challengers {

    /** For what an instance is used. Each has its own state. */
    enum Role {
        /** The challenger gets the queries of validators. */
        CHALLENGER,
        /** The challenger gets the queries of replayed rounds. */
        CHALLENGER_REPLAY,
        /** The route's strategy gets the queries of replayed rounds. */
        CHAMPION_REPLAY
    }

    /** Returns the routes that name a challenger. */
    List<ChallengedRoute> routes();

    /**
     * Returns a running instance with the current parameters. A strategy with state restores the state of this role.
     *
     * @param route id of a route
     */
    Optional<ShadowInstance> find(String route, Role role, Version version);

    /**
     * Sets the field {@code challenger} of a route file. If {@code route} is a pool that only a default route serves, creates a copy of
     * the default route for this pool.
     *
     * @param challenger the field's value, a JSON object
     * @return id of the changed or new route
     */
    String start(String route, String challenger) throws IOException;

    /**
     * Removes the field {@code challenger} of a route file.
     *
     * @return id of the route
     */
    String stop(String route) throws IOException;

    /**
     * Exchanges the strategies, version ranges and parameters of the route and its challenger. If the route upgrades manually, the range
     * of its former strategy becomes exactly the version that served.
     *
     * @param route id of a route
     * @param endsChallenge whether the former strategy is dropped instead of becoming the challenger
     * @param reason reason for the audit log
     * @param openRounds rounds whose queries go to the former strategy until they end, unless the host restarts
     * @param longestRound when the last of these rounds ends, from now
     */
    void exchange(String route, boolean endsChallenge, String reason, Set<OpenRound> openRounds, Duration longestRound)
            throws IOException;

    /** Returns the id of a route, which is given by its id or by a pool that it serves. */
    String findId(String route);
}
