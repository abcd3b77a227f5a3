package weir.router.internal;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.audit.AuditListener;

/**
 * Calls all audit listeners. One that fails does not stop the others. Thread-safe.
 *
 * @param listeners a list that may change at any time
 */
record AuditListeners(List<AuditListener> listeners) {

    private static final Logger LOG = LoggerFactory.getLogger(AuditListeners.class);

    void notify(Consumer<AuditListener> call) {
        for (AuditListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (RuntimeException | Error e) {
                LOG.warn("Audit listener {} failed", listener.getClass(), e);
            }
        }
    }
}
