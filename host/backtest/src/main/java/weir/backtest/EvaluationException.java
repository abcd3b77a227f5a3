package weir.backtest;

import java.util.Objects;

/**
 * Thrown for an input with which the validator's evaluation fails as well. In the validator, the failure ends the round for all
 * miners.
 */
public final class EvaluationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** The reason, with the Python exception that the validator raises. */
    public enum Reason {
        /** A swap of the period is at or before the first rebalance ({@code ValueError}). */
        SWAP_BEFORE_REBALANCE,
        /** The recorded liquidity of the pool is zero at a swap ({@code ValueError}). */
        NO_LIQUIDITY,
        /** A position's tick is outside +-887,272 ({@code ValueError}). */
        TICK_OUT_OF_RANGE,
        /** The lower and upper tick of a position are equal ({@code ZeroDivisionError}). */
        EMPTY_RANGE,
        /** No swap at or before the first or the last block gives a price ({@code TypeError}). */
        NO_PRICE,
        /** The miner never rebalanced, so there is no initial or final value to score ({@code KeyError}). */
        NO_REBALANCE,
        /** The penalty factor underflows to 0, and the score divides by it ({@code ZeroDivisionError}). */
        PENALTY_UNDERFLOW
    }

    /**
     * @param reason the reason
     * @param message where the evaluation failed, and what to do
     */
    public EvaluationException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Returns the kind of fault. */
    public Reason reason() {
        return reason;
    }
}
