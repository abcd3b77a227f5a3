package weir.router;

/** How a query ended. Unless the outcome is {@link #PASSED} or {@link #REFUSED}, the answer is to keep the current positions. */
public enum Outcome {
    /** The answer is the strategy's decision, which passed the guard. */
    PASSED,
    /** The filter of the route refused the query, so no strategy was called. */
    REFUSED,
    /** The guard rejected the strategy's decision. */
    GUARD,
    /** The strategy did not answer before the deadline. */
    TIMEOUT,
    /** The strategy threw an exception or an error. */
    EXCEPTION,
    /** No strategy was called: no route matches, no version serves, no thread is free, or the host is stopping. */
    UNAVAILABLE
}
