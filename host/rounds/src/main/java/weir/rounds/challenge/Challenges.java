package weir.rounds.challenge;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The challenges of a running host. A parameter {@code route} is a route id or the address of a pool on Base, which selects the route that
 * serves the pool. Methods throw {@link IllegalArgumentException} with a remedy, and {@link IOException} if a route file cannot be
 * written; nothing has changed then. Thread-safe. Not for a thread that answers queries.
 */
@ProviderType
public interface Challenges {

    /** Returns the challenges of all routes that name a challenger, in the order in which queries try the routes. */
    List<ChallengeStatus> challenges();

    /**
     * Names a challenger in the file of a route.
     *
     * @param challenger the field {@code challenger} of the route file, a JSON object
     * @return id of the route, which may be a new one
     */
    String start(String route, String challenger) throws IOException;

    /**
     * Approves a proposed promotion, which the host carries out between two rounds.
     *
     * @return id of the route
     * @throws IllegalArgumentException if the rule does not permit the promotion; the message says why
     */
    String promote(String route);

    /**
     * Removes the challenger from the file of a route.
     *
     * @return id of the route
     */
    String stop(String route) throws IOException;

    /** Returns the id of a route. */
    String findId(String route);

    /** Returns what an operator must solve, each with its remedy. */
    List<String> problems();
}
