package weir.router;

import java.util.List;

/**
 * A route as an operator sees it. Immutable.
 *
 * @param id the route's id, the name of its file without {@code .json}
 * @param chainId chain the route is for
 * @param pair pool address in lower case, or {@code "*"} for the default route
 * @param strategy strategy name
 * @param versions OSGi version range that the route names, {@link #ANY_VERSION} where it names none
 * @param upgrade {@code "auto"} or {@code "manual"}: whether a newer version takes over by itself
 * @param serving bundle version that serves now, {@code "-"} while none does
 * @param available what is installed within the range, newest first, the serving one among it
 * @param answers answers given since the host started
 * @param fallbacks how many of them were the safe default because a strategy failed or was missing
 * @param note why no version serves, or why a newer one does not; empty where all is well
 */
public record RouteStatus(
        String id,
        long chainId,
        String pair,
        String strategy,
        String versions,
        String upgrade,
        String serving,
        List<Available> available,
        long answers,
        long fallbacks,
        String note) {

    /** The {@code versions} of a route that names no range. */
    public static final String ANY_VERSION = "any";

    public RouteStatus {
        available = List.copyOf(available);
    }

    /**
     * A running instance that fits the route.
     *
     * @param version version of its bundle
     * @param bundleId id of its bundle in the framework
     * @param failure why it was taken off the route; empty where it is sound
     */
    public record Available(String version, long bundleId, String failure) {}
}
