package weir.strategy;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A liquidity strategy: it decides which positions to hold when a validator sends a query.
 *
 * <p>Implementations are DS components (see {@link StrategyComponent}). The host creates one instance per route and bundle version,
 * so an instance serves one pair.
 *
 * <p><b>Threading.</b> The host may call {@link #decide} from several threads at once; an instance with state must synchronise it.
 * <b>Time.</b> The host waits at most 3 s, or less if the validator requires it, and then answers with the current positions.
 * <b>Failure.</b> If the strategy throws an exception or returns {@code null} or a decision that the host's guard rejects, the host
 * counts a failure and answers with the current positions.
 *
 * <p><b>Determinism.</b> The same query and market must give the same decision, otherwise backtests mean nothing. Take time from
 * {@link RebalanceQuery#blockNumber()}, not from a clock, and random numbers from a generator whose seed is a parameter.
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
