package weir.backtest.score;

/**
 * The score of a strategy on a pair. Strategy, version, parameters, pool, inventory and length of a round identify it.
 *
 * @param pool the pair's pool, {@code chain:0x…}
 * @param strategy name of the strategy
 * @param version version of its bundle
 * @param parameters what was set besides the defaults, {@code name=value} separated by spaces
 * @param inventory initial inventory of a round
 * @param roundBlocks blocks of a round
 * @param firstBlock first block of the rounds that are counted
 * @param lastBlock last block of them
 * @param score moving averages and counts
 * @param before the score before the last run, so that the run can be repeated; {@code null} if that run was the first
 */
public record StrategyScore(
        String pool,
        String strategy,
        String version,
        String parameters,
        String inventory,
        long roundBlocks,
        long firstBlock,
        long lastBlock,
        MinerScore score,
        PreviousScore before) {

    /**
     * The score before a run.
     *
     * @param firstBlock first block of the rounds that were counted
     * @param lastBlock last block of them
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
                && roundBlocks == other.roundBlocks;
    }
}
