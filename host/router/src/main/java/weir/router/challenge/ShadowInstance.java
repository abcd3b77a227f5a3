package weir.router.challenge;

import org.osgi.annotation.versioning.ProviderType;
import weir.router.Answer;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;

/** An instance of a strategy that answers no query of a validator. For one thread at a time. */
@ProviderType
public interface ShadowInstance {

    /**
     * Calls the strategy on the calling thread with the market of now, and checks its decision with the guard. There is no deadline: the
     * call may not return. After three failures in a row, the strategy is called every ten seconds only.
     *
     * @return the decision; {@link Answer#isFallback} if the strategy failed, is disabled or has stopped
     */
    Answer decide(RebalanceQuery query);

    /** Whether the strategy runs in a child process, so that the thread of a call does not use its processor time. */
    boolean isInChildProcess();

    /**
     * Calls the strategy as {@link #decide(RebalanceQuery)} does, for a replayed query. Failures do not disable the strategy, unless it has
     * filled the heap, because replayed queries follow each other without the time that passes between those of validators.
     *
     * @return the decision; with {@link weir.router.Outcome#UNAVAILABLE} if the strategy was not called, so that its score says nothing
     */
    Answer replay(RebalanceQuery query, Market market);
}
