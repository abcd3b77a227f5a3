package weir.backtest;

import java.util.Objects;

/** An evaluation that the validator could not finish either: there the whole round dies. */
public final class EvaluationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why an evaluation fails, by what the validator raises. */
    public enum Reason {
        /** A swap of the period lies at or before the first rebalance ({@code ValueError}). */
        NOTHING_IN_FORCE,
        /** A swap does not tell the pool's liquidity ({@code ValueError}). */
        NO_LIQUIDITY,
        /** A position's tick is outside +-887,272 ({@code ValueError}). */
        TICK_OUT_OF_RANGE,
        /** A position's range is empty ({@code ZeroDivisionError}). */
        EMPTY_RANGE,
        /** No swap at or before the first or the last block, so there is no price ({@code TypeError}). */
        NO_PRICE,
        /** A score that needs the values of a miner that never rebalanced ({@code KeyError}). */
        NO_HISTORY,
        /** A penalty too great for a double to divide by ({@code ZeroDivisionError}). */
        PENALTY_UNDERFLOW
    }

    /**
     * @param reason what kind of failure
     * @param message the place, and what to do about it
     */
    public EvaluationException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** What kind of failure it is. */
    public Reason reason() {
        return reason;
    }
}
