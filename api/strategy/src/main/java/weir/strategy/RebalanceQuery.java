package weir.strategy;

import java.util.List;
import java.util.Objects;

/**
 * A validator's query for desired positions.
 *
 * @param jobId the job that the round belongs to
 * @param snLiquidityManagerAddress the vault, {@code 0x} and 40 hexadecimal digits in lower case
 * @param pairAddress the pool, {@code 0x} and 40 hexadecimal digits in lower case
 * @param chainId EVM chain, 8453 for Base
 * @param roundId the round; queries of one round share it
 * @param roundType evaluation or live
 * @param blockNumber the block of the state below
 * @param currentPrice the pool's price at that block
 * @param currentPositions the miner's positions in the round, possibly none
 * @param inventoryRemaining tokens that can still be deployed in this round; {@link Inventory#NONE} if the validator sent none.
 *     Capital of burned positions is <b>not</b> returned within a round
 * @param rebalancesSoFar number of the miner's rebalances in the round
 * @param tickSpacing ticks of desired positions must be multiples of it
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
