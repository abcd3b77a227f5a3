package weir.strategy;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A liquidity strategy: it answers a validator's query with desired positions.
 *
 * <p>Implementations are DS components (see {@link StrategyComponent}). The host creates one instance per route and bundle version, so
 * its fields belong to one pair.
 *
 * <p><b>Threading.</b> The host may call {@link #decide} from several threads at once; an instance with state must
 * synchronise it. <b>Time.</b> The host waits a bounded time (3 s unless the validator allows less) and then answers with the
 * current positions. <b>Failure.</b> An exception, a {@code null} or a decision that the host's guard rejects counts as a
 * failure of the strategy and is answered with the current positions; it never reaches the validator.
 *
 * <p><b>Determinism.</b> The same query and market must give the same decision, otherwise backtests are meaningless: take time
 * from {@link RebalanceQuery#blockNumber()}, never from a clock, and randomness from a seed among the parameters.
 */
@ConsumerType
public interface RebalanceStrategy {

    /**
     * Decides which positions to hold.
     *
     * @param query the validator's query; never {@code null}
     * @param market the market at the query's block; never {@code null}, valid only during this call
     * @return the decision; must not be {@code null}
     */
    Decision decide(RebalanceQuery query, Market market);
}
