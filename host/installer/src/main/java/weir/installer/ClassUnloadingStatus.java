package weir.installer;

import java.util.List;

/**
 * Whether the classes of uninstalled plugins were freed. Immutable.
 *
 * @param uninstalled number of plugins uninstalled since the host started
 * @param freed number of those whose class loader was garbage collected
 * @param leaks one message for each class loader that survived garbage collection: the bundle, the cause (a thread, a ThreadLocal,
 *     a static cache) and the remedy
 */
public record ClassUnloadingStatus(long uninstalled, long freed, List<String> leaks) {

    public ClassUnloadingStatus {
        leaks = List.copyOf(leaks);
    }
}
