package weir.rounds.replay;

import weir.strategy.Decision;

/**
 * A played answer beside the answer of the replay. Immutable.
 *
 * @param block block of the query
 * @param played the decision that the host sent
 * @param replayed the decision of the replay
 * @param cause why they differ; {@link Cause#NONE} if they are equal
 * @param explanation the cause as a sentence; empty if they are equal
 */
public record ComparedAnswer(long block, Decision played, Decision replayed, Cause cause, String explanation) {

    /** Why a played decision differs from the replayed one. */
    public enum Cause {
        /** They are equal. */
        NONE,
        /** The strategy did not answer before the deadline. */
        LATE_ANSWER,
        /** The strategy threw an exception, or the guard rejected its decision. */
        FAILED_CALL,
        /** No strategy was called: the route's filter refused, or no version served. */
        NOT_CALLED,
        /** A query contains the price as a double only. */
        PRICE_AS_DOUBLE,
        /** The validator sent another price than the one that is stored for the block. */
        OTHER_PRICE,
        /** The validator's positions or inventory are not those of the replay, for example because an answer was lost. */
        OTHER_POSITIONS,
        /** Swaps that are stored now were not known when the query came. */
        MISSING_SWAPS,
        /** The strategy had other state from earlier queries, for example handed over by another version. */
        STATE,
        /** None of these. */
        UNKNOWN
    }

    /** Whether both decisions have the same effect. */
    public boolean isEqual() {
        return cause == Cause.NONE;
    }
}
