package weir.cli.score;

/**
 * The score of one evaluation round.
 *
 * @param firstBlock first block of the round
 * @param lastBlock last block of it
 * @param score by the validator's target; 0 for a miner that was out
 * @param accepted whether the miner stayed in
 */
public record RoundScore(long firstBlock, long lastBlock, double score, boolean accepted) {}
