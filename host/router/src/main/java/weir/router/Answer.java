package weir.router;

import weir.strategy.Decision;

/**
 * A guarded decision and who made it.
 *
 * @param decision what to send; {@link Decision.Keep} after a fallback
 * @param route id of the route
 * @param strategy name of the strategy that the route asks for
 * @param version bundle version that served; {@code "-"} where none did
 * @param verdict what became of the query; where it is not {@link Verdict#PASSED} the decision's reason says why
 */
public record Answer(Decision decision, String route, String strategy, String version, Verdict verdict) {

    /** Whether this is the safe default: the strategy failed, or there was none. */
    public boolean fallback() {
        return verdict != Verdict.PASSED;
    }
}
