package weir.rounds;

import java.util.Optional;
import weir.backtest.score.MinerScore;
import weir.history.PoolKey;

/**
 * The moving averages of the scores in a validator's job, as the validator keeps them, computed from the recorded rounds. An estimate:
 * a round whose swaps are not stored is not counted, and a new record starts at 0. Immutable.
 *
 * @param pool the pool
 * @param validator ss58 address of the validator; empty if the axon does not authenticate requests
 * @param job id of the job
 * @param played averages of the played answers
 * @param reference averages that {@code reference-miner} would have in the same rounds
 * @param volatility averages that {@code reference-volatility} would have in those that have its score
 * @param unscoredRounds number of recorded rounds that are not counted yet
 */
public record JobScore(
        PoolKey pool,
        Optional<String> validator,
        String job,
        MinerScore played,
        MinerScore reference,
        MinerScore volatility,
        int unscoredRounds) {}
