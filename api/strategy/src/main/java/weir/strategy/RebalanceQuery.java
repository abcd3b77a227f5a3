package weir.strategy;

import java.util.List;
import java.util.Objects;

/**
 * A validator's question: what do you want to hold now?
 *
 * @param jobId the job that the round belongs to
 * @param snLiquidityManagerAddress the vault, {@code 0x} and 40 hexadecimal digits in lower case
 * @param pairAddress the pool, {@code 0x} and 40 hexadecimal digits in lower case
 * @param chainId EVM chain, 8453 for Base
 * @param roundId the round; queries of one round share it
 * @param roundType evaluation or live
 * @param blockNumber the block that the state below belongs to
 * @param currentPrice the pool's price at that block
 * @param currentPositions what this miner holds in the round, possibly nothing
 * @param inventoryRemaining tokens still free to deploy in this round; {@link Inventory#NONE} where the validator sent none.
 *     Capital of burned positions does <b>not</b> come back within a round
 * @param rebalancesSoFar how often this miner has rebalanced in the round
 * @param tickSpacing ticks of wanted positions must be multiples of it
 */
public record RebalanceQuery(
        String jobId,
        String snLiquidityManagerAddress,
        String pairAddress,
        long chainId,
        String roundId,
        RoundType roundType,
        long blockNumber,
        Price currentPrice,
        List<Position> currentPositions,
        Inventory inventoryRemaining,
        int rebalancesSoFar,
        int tickSpacing) {

    public RebalanceQuery {
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(snLiquidityManagerAddress, "snLiquidityManagerAddress");
        Objects.requireNonNull(pairAddress, "pairAddress");
        Objects.requireNonNull(roundId, "roundId");
        Objects.requireNonNull(roundType, "roundType");
        Objects.requireNonNull(currentPrice, "currentPrice");
        Objects.requireNonNull(inventoryRemaining, "inventoryRemaining");
        currentPositions = List.copyOf(currentPositions);
    }
}
