package weir.router.internal.instance;

import weir.router.Outcome;
import weir.strategy.Decision;

/**
 * The result of a call of a strategy.
 *
 * @param decision the guarded decision; {@code null} unless the outcome is {@link Outcome#PASSED}
 * @param outcome how the call ended
 * @param reason why it failed; otherwise empty
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
