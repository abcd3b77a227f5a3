package weir.rounds;

import java.util.Optional;
import weir.history.PoolKey;
import weir.router.Caller;
import weir.router.audit.AnswerEvent;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/**
 * Identifies a played round. Immutable.
 *
 * @param pool the pool
 * @param validator ss58 address of the validator that asked; empty if the axon does not authenticate requests
 * @param job id of the validator's job
 * @param round id of the round in that job
 * @param type evaluation or live
 */
public record RoundId(PoolKey pool, Optional<String> validator, String job, String round, RoundType type) {

    /** The round to which an answer belongs. */
    public static RoundId of(AnswerEvent event) {
        RebalanceQuery query = event.query();
        return new RoundId(
                new PoolKey(query.chainId(), query.pairAddress()),
                event.caller().map(Caller::hotkey),
                query.jobId(),
                query.roundId(),
                query.roundType());
    }
}
