package weir.strategy;

import java.util.List;
import java.util.Objects;

/**
 * A validator's query for desired positions.
 *
 * @param jobId id of the job that the round belongs to
 * @param snLiquidityManagerAddress the vault, {@code 0x} and 40 hexadecimal digits in lower case
 * @param pairAddress the pool, {@code 0x} and 40 hexadecimal digits in lower case
 * @param chainId EVM chain id, 8453 for Base
 * @param roundId id of the round, equal for all queries of the round
 * @param roundType evaluation or live
 * @param blockNumber number of the block to which price, positions and inventory belong
 * @param currentPrice the pool's price at that block
 * @param currentPositions the miner's positions in the round, possibly none
 * @param inventoryRemaining tokens that can still be deployed in this round; {@link Inventory#NONE} if the validator sent none.
 *     Tokens of burned positions do <b>not</b> return to it within a round
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
