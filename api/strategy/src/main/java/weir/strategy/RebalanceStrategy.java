package weir.strategy;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A liquidity strategy: it is shown one query of a validator and says which positions it wants.
 *
 * <p>Implementations are DS components (see {@link StrategyComponent}). The host makes one instance for each route, so
 * state kept in fields belongs to one pair and one bundle version.
 *
 * <p><b>Threading.</b> The host may call {@link #decide} from several threads at once; an instance that keeps state must
 * guard it. <b>Time.</b> The host waits a bounded time (3 s unless the validator allows less) and then answers with the
 * current positions. <b>Failure.</b> An exception, a {@code null} or a decision that the host's guard refuses is counted
 * against the strategy and answered with the current positions; it never reaches the validator.
 *
 * <p><b>Determinism.</b> The same query and market must give the same decision, or backtests mean nothing: take time
 * from {@link RebalanceQuery#blockNumber()}, never from a clock, and randomness from a seed among the parameters.
 */
@ConsumerType
public interface RebalanceStrategy {

    /**
     * Decides what to hold from now on.
     *
     * @param query the validator's question; never {@code null}
     * @param market what was known of the pair at the query's block; never {@code null}, and valid only during this call
     * @return the decision; must not be {@code null}
     */
    Decision decide(RebalanceQuery query, Market market);
}
