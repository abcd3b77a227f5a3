package weir.router;

/** How a query ended. Every outcome but {@link #PASSED} is answered with the current positions. */
public enum Outcome {
    /** The strategy's decision passed the guard, or the route's filter refused the query. */
    PASSED,
    /** The guard rejected the strategy's decision. */
    GUARD,
    /** The strategy did not answer before the deadline. */
    TIMEOUT,
    /** The strategy threw an exception or an error. */
    EXCEPTION,
    /** No strategy was called: no route, no serving version, no free thread, or the host is stopping. */
    UNAVAILABLE
}
