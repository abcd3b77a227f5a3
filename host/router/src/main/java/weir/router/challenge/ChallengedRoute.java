package weir.router.challenge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.Version;
import weir.router.challenge.Challenger.Promotion;

/**
 * A route that names a challenger, at one instant. Immutable.
 *
 * @param id id of the route
 * @param champion the route's strategy with the version that serves
 * @param challenger the challenger with its newest version that runs
 * @param declared what the route file says about the challenger
 * @param disabled versions of the route's strategy whose circuit breakers are open
 */
public record ChallengedRoute(
        String id, Competitor champion, Competitor challenger, Challenger declared, List<Version> disabled) {

    public ChallengedRoute {
        disabled = List.copyOf(disabled);
    }

    /**
     * How the challenger replaces the champion. If one of them runs in a child process, the host never promotes the challenger without an
     * operator, whatever the route file says: code in a child process may have seen the blocks of a round before they are replayed.
     */
    public Promotion promotion() {
        return champion.isInChildProcess || challenger.isInChildProcess ? Promotion.PROPOSE : declared.promotion();
    }

    /**
     * A strategy with its version and parameters.
     *
     * @param strategy name of the strategy
     * @param parameters its parameters in the route file
     * @param version bundle version; empty if none runs
     * @param isInChildProcess whether this version runs in a child process
     * @param problem why no version runs, or why its calls fail; otherwise empty
     */
    public record Competitor(
            String strategy,
            Map<String, Object> parameters,
            Optional<Version> version,
            boolean isInChildProcess,
            String problem) {

        /** Name, version and parameters: a challenger often differs in its parameters only. */
        @Override
        public String toString() {
            return strategy
                    + version.map(number -> " " + number).orElse("")
                    + (parameters.isEmpty() ? "" : " " + new TreeMap<>(parameters));
        }
    }
}
