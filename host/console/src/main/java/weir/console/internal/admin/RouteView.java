package weir.console.internal.admin;

import java.util.List;
import java.util.Locale;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.router.RouteStatus;

/**
 * A route in the JSON of the admin API.
 *
 * @param versions {@code "any"} if the route accepts every version
 * @param serving {@code "-"} if no version serves
 * @param available the route's strategy instances
 */
record RouteView(
        String id,
        long chainId,
        String pair,
        String strategy,
        String versions,
        String upgrade,
        String serving,
        List<Instance> available,
        long answers,
        long fallbacks,
        String note) {

    record Instance(String version, long bundleId, String state, String failure) {}

    static RouteView of(RouteStatus route) {
        return new RouteView(
                route.id(),
                route.chainId(),
                route.pair(),
                route.strategy(),
                route.versions().map(VersionRange::toString).orElse("any"),
                lowerCase(route.upgrade()),
                route.serving().map(Version::toString).orElse("-"),
                route.instances().stream()
                        .map(instance -> new Instance(
                                instance.version().toString(),
                                instance.bundleId(),
                                lowerCase(instance.state()),
                                instance.failure()))
                        .toList(),
                route.answers(),
                route.fallbacks(),
                route.note());
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
