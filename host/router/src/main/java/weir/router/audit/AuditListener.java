package weir.router.audit;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service that the router calls for each answer, each answered question for the vault and each reported rejection. The call is on
 * the request's thread before the response is sent, or for a late report on a timer's thread. So an implementation must return at
 * once and do its work on another thread, for example by an {@link AsyncBatchWriter}. The router logs an exception and ignores it.
 */
@ConsumerType
public interface AuditListener {

    /** Called before the answer to a query is sent. */
    void onAnswer(AnswerEvent event);

    /** Called when the axon reports rejected requests. It limits how often it does so. */
    default void onRejection(RejectionEvent event) {}

    /** Called before the answer to a question for the miner's vault is sent. */
    default void onVaultQuery(VaultQueryEvent event) {}
}
