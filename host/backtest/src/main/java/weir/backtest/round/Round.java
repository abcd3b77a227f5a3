package weir.backtest.round;

import java.util.List;
import java.util.Objects;
import weir.backtest.Deployment;
import weir.backtest.Performance;
import weir.backtest.Swaps;
import weir.backtest.ValidatorEvaluation;
import weir.strategy.Inventory;
import weir.strategy.Position;

/**
 * The constants of a round, which a validator fixes before the round starts.
 *
 * @param jobId id of the job that the round belongs to
 * @param snLiquidityManagerAddress the vault, {@code 0x} and 40 hexadecimal digits in lower case
 * @param pairAddress the pool, in the same form
 * @param chainId EVM chain id; 8453 for Base
 * @param roundId id of the round
 * @param startBlock first block; checks fall on it and every {@code checkInterval} blocks after it
 * @param checkInterval blocks between checks, positive; validators use 100
 * @param feeRate the pool's fee as a fraction, 0.0005 for 5 basis points
 * @param tickSpacing the pool's tick spacing
 * @param initialPositions positions of every miner at the start
 * @param initialInventory tokens that every miner may deploy
 * @param loop when the validator checks, and which prices it reads
 */
public record Round(
        String jobId,
        String snLiquidityManagerAddress,
        String pairAddress,
        long chainId,
        String roundId,
        long startBlock,
        long checkInterval,
        double feeRate,
        int tickSpacing,
        List<Position> initialPositions,
        Inventory initialInventory,
        LoopOptions loop) {

    /** @throws IllegalArgumentException if the interval is not positive, or delays reach the next check */
    public Round {
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(snLiquidityManagerAddress, "snLiquidityManagerAddress");
        Objects.requireNonNull(pairAddress, "pairAddress");
        Objects.requireNonNull(roundId, "roundId");
        initialPositions = List.copyOf(initialPositions);
        Objects.requireNonNull(initialInventory, "initialInventory");
        if (checkInterval <= 0) {
            throw new IllegalArgumentException("checkInterval " + checkInterval + " must be positive");
        }
        if (loop.maxDelayBlocks() >= checkInterval) {
            throw new IllegalArgumentException("delays of " + loop.maxDelayBlocks()
                    + " blocks must be shorter than the check interval, " + checkInterval + " blocks");
        }
    }

    /**
     * Evaluates rebalances of the round by the validator's arithmetic.
     *
     * @param history the rebalances, oldest first
     * @param endBlock last block
     * @param swaps swaps of the round, and one at or before its first block
     * @throws weir.backtest.EvaluationException if the validator's evaluation fails
     */
    public Performance evaluate(List<Deployment> history, long endBlock, Swaps swaps) {
        ValidatorEvaluation evaluation = new ValidatorEvaluation(
                startBlock, endBlock, initialInventory, feeRate, history, initialPositions, loop.blockPrice());
        evaluation.add(swaps);
        return evaluation.result();
    }

    /** The same round with another first block, id and positions at the start. */
    public Round withStart(long block, String id, List<Position> positions) {
        return new Round(
                jobId,
                snLiquidityManagerAddress,
                pairAddress,
                chainId,
                id,
                block,
                checkInterval,
                feeRate,
                tickSpacing,
                positions,
                initialInventory,
                loop);
    }
}
