package weir.alert.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a receiver can be told of. */
enum Event {
    /** The host does not answer, or answers again. */
    HOST,
    /** A health check reports a problem, or the problem is over. */
    HEALTH,
    /** No version serves a route, or one serves it again. */
    ROUTE,
    /** Another version serves a route. */
    VERSION,
    /** Queries of a route were answered with the current positions, because the strategy failed. */
    FALLBACK,
    /** A file in the plugins directory was rejected, or the problem is over. */
    PLUGIN,
    /** Sent again and again while the host answers, for a service that reports when it does not arrive. */
    PING;

    /** Its name in the file. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Event> of(String key) {
        return Arrays.stream(values()).filter(event -> event.key().equals(key)).findFirst();
    }

    static String keys() {
        return Arrays.stream(values()).map(Event::key).collect(Collectors.joining(", "));
    }
}
