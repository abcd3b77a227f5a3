package weir.backtest.score;

/**
 * The score of a strategy in a pool. Pool, strategy, version, parameters, inventory, length of a
 * round and settings of the loop are its identity.
 *
 * @param pool the pool, {@code chain:0x…}
 * @param strategy name of the strategy
 * @param version version of its bundle
 * @param parameters parameters that differ from the defaults, {@code name=value} separated by spaces
 * @param inventory initial inventory of a round
 * @param roundBlocks length of a round in blocks
 * @param loop settings of the validator's loop that differ from the defaults; empty if there are none
 * @param firstBlock first block of the counted rounds
 * @param lastBlock last block of the counted rounds
 * @param runFirstBlock first block of the last backtest among them
 * @param score moving averages and counts
 * @param before the score before the last backtest, which a repetition of that backtest continues; {@code null} if there was none
 */
public record StrategyScore(
        String pool,
        String strategy,
        String version,
        String parameters,
        String inventory,
        long roundBlocks,
        String loop,
        long firstBlock,
        long lastBlock,
        long runFirstBlock,
        MinerScore score,
        PreviousScore before) {

    /**
     * The score before the last backtest.
     *
     * @param firstBlock first block of the counted rounds
     * @param lastBlock last block of the counted rounds
     * @param score moving averages and counts
     */
    public record PreviousScore(long firstBlock, long lastBlock, MinerScore score) {}

    /** Whether another score has the same identity. */
    boolean hasSameIdentity(StrategyScore other) {
        return pool.equals(other.pool)
                && strategy.equals(other.strategy)
                && version.equals(other.version)
                && parameters.equals(other.parameters)
                && inventory.equals(other.inventory)
                && roundBlocks == other.roundBlocks
                && loop.equals(other.loop);
    }
}
