package weir.router;

/**
 * States of a strategy instance. It begins in {@link #STARTING}, moves between {@link #READY} and {@link #DEGRADED}, and ends with
 * {@link #DRAINING} and {@link #GONE}.
 */
public enum StrategyState {
    /** Its service is registered and its component is being activated. */
    STARTING,
    /** It can serve queries. */
    READY,
    /** It failed to start, failed its self-test, or its circuit breaker is open. It serves only if no other instance can. */
    DEGRADED,
    /** It gets no new queries and finishes those that it has. */
    DRAINING,
    /** Its service is unregistered. The last state. */
    GONE
}
