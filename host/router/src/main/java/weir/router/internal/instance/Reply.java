package weir.router.internal.instance;

import weir.router.Outcome;
import weir.strategy.Decision;

/**
 * Result of one call of a strategy.
 *
 * @param decision decision that passed the guard; {@code null} unless the outcome is {@link Outcome#PASSED}
 * @param outcome how the call ended
 * @param reason why the call failed; empty if it passed
 */
public record Reply(Decision decision, Outcome outcome, String reason) {

    static Reply passed(Decision decision) {
        return new Reply(decision, Outcome.PASSED, "");
    }

    static Reply failed(Outcome outcome, String reason) {
        return new Reply(null, outcome, reason);
    }

    public boolean hasPassed() {
        return outcome == Outcome.PASSED;
    }
}
