package weir.cli.score;

import weir.backtest.MinerScore;

/**
 * How a strategy stands on a pair.
 *
 * @param pool the pair's pool, {@code chain:0x…}
 * @param strategy name of the strategy
 * @param version its bundle's version
 * @param parameters what was set besides its defaults, {@code name=value} with blanks between
 * @param inventory what rounds begin with
 * @param roundBlocks blocks of a round
 * @param firstBlock first block of the rounds that count
 * @param lastBlock last block of them
 * @param score the moving averages
 * @param before where it stood before the last run, so that the run can be repeated; {@code null} if that was the first
 */
public record Standing(
        String pool,
        String strategy,
        String version,
        String parameters,
        String inventory,
        long roundBlocks,
        long firstBlock,
        long lastBlock,
        MinerScore score,
        Before before) {

    /**
     * Where a strategy stood before a run.
     *
     * @param firstBlock first block of the rounds that counted
     * @param lastBlock last block of them
     * @param score the moving averages
     */
    public record Before(long firstBlock, long lastBlock, MinerScore score) {}

    /** Whether both are of the same pair, strategy, version, parameters and inventory, in rounds of the same length. */
    boolean isOfSame(Standing other) {
        return pool.equals(other.pool)
                && strategy.equals(other.strategy)
                && version.equals(other.version)
                && parameters.equals(other.parameters)
                && inventory.equals(other.inventory)
                && roundBlocks == other.roundBlocks;
    }
}
