package weir.installer;

import java.util.List;

/**
 * Counts of the class loaders of uninstalled plugins, which the JVM should free. Immutable.
 *
 * @param uninstalled number of plugins that were uninstalled since the host started
 * @param freed number of these plugins whose class loader was garbage collected
 * @param leaks one message per class loader that survived garbage collection: the bundle, the cause (a thread, a ThreadLocal or a
 *     static cache) and the remedy
 */
public record ClassUnloadingStatus(long uninstalled, long freed, List<String> leaks) {

    public ClassUnloadingStatus {
        leaks = List.copyOf(leaks);
    }
}
