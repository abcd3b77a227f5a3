package weir.installer;

import java.util.List;

/**
 * Whether the classes of uninstalled plugins were freed. Immutable.
 *
 * @param uninstalled plugins uninstalled since the host started
 * @param freed how many of their class loaders the collector has taken
 * @param held those that it could not take: bundle, kind of the holder (a thread, a ThreadLocal, a static cache) and what to do
 */
public record Unloading(long uninstalled, long freed, List<String> held) {

    public Unloading {
        held = List.copyOf(held);
    }
}
