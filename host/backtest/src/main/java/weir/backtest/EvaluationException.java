package weir.backtest;

import java.util.Objects;

/** An evaluation fails in the validator, too. There it ends the whole round. */
public final class EvaluationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Reasons, with the exception that the validator raises. */
    public enum Reason {
        /** A swap of the period is at or before the first rebalance ({@code ValueError}). */
        SWAP_BEFORE_REBALANCE,
        /** A swap has no liquidity of the pool ({@code ValueError}). */
        NO_LIQUIDITY,
        /** A position's tick is outside +-887,272 ({@code ValueError}). */
        TICK_OUT_OF_RANGE,
        /** A position's range is empty ({@code ZeroDivisionError}). */
        EMPTY_RANGE,
        /** There is no swap, and therefore no price, at or before the first or the last block ({@code TypeError}). */
        NO_PRICE,
        /** The score needs values, which a miner that never rebalanced does not have ({@code KeyError}). */
        NO_REBALANCE,
        /** The penalty is too small to divide by ({@code ZeroDivisionError}). */
        PENALTY_UNDERFLOW
    }

    /**
     * @param reason the reason
     * @param message the place, and what to do
     */
    public EvaluationException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** The reason. */
    public Reason reason() {
        return reason;
    }
}
