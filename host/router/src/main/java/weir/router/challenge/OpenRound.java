package weir.router.challenge;

import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/**
 * A round that is being played. Immutable.
 *
 * @param job id of the validator's job
 * @param round id of the round in that job
 * @param type evaluation or live
 */
public record OpenRound(String job, String round, RoundType type) {

    /** The round to which a query belongs. */
    public static OpenRound of(RebalanceQuery query) {
        return new OpenRound(query.jobId(), query.roundId(), query.roundType());
    }
}
