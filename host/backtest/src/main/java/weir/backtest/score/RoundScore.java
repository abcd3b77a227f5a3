package weir.backtest.score;

/**
 * The score of one evaluation round.
 *
 * @param firstBlock first block of the round
 * @param lastBlock last block of the round
 * @param score score by the validator's target; 0 if the miner did not take part until the end
 * @param accepted whether the miner took part until the end of the round
 */
public record RoundScore(long firstBlock, long lastBlock, double score, boolean accepted) {}
