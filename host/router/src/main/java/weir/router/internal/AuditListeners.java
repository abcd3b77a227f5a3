package weir.router.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.Answer;
import weir.router.Caller;
import weir.router.audit.AnswerEvent;
import weir.router.audit.AuditListener;
import weir.strategy.RebalanceQuery;

/**
 * Calls all audit listeners. One that fails does not stop the others. Thread-safe.
 *
 * @param listeners a list that may change at any time
 */
record AuditListeners(List<AuditListener> listeners) {

    private static final Logger LOG = LoggerFactory.getLogger(AuditListeners.class);

    /** Reports an answer that has just been given. */
    void notifyAnswer(RebalanceQuery query, Optional<Caller> caller, Answer answer, Duration duration) {
        AnswerEvent event = new AnswerEvent(Instant.now(), query, caller, answer, duration);
        notify(listener -> listener.onAnswer(event));
    }

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
