package weir.router;

/** What became of a query on its way through the router. All but {@link #PASSED} are answered with the current positions. */
public enum Verdict {
    /** The decision is the strategy's, let through by the guard, or a refusal that the route's filter asks for. */
    PASSED,
    /** The guard held back what the strategy said. */
    GUARD,
    /** The strategy did not answer by its deadline. */
    TIMEOUT,
    /** The strategy threw. */
    THREW,
    /** Nobody was asked: no route, no version that serves, all threads of the strategy taken, or the host stops. */
    NOBODY
}
