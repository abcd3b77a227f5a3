package weir.router;

/**
 * States of a strategy instance. The first state is {@link #STARTING}. The instance may change between {@link #READY} and
 * {@link #DEGRADED} many times. The last states are {@link #DRAINING} and {@link #GONE}.
 */
public enum StrategyState {
    /** Its service is registered, and Declarative Services activates its component. */
    STARTING,
    /** It can answer queries. */
    READY,
    /** Its start or its self-test failed, or its circuit breaker is open. It gets queries only if no other instance is ready. */
    DEGRADED,
    /** It gets no new queries and finishes its running ones. */
    DRAINING,
    /** Its service is unregistered. The last state. */
    GONE
}
