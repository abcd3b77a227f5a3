package weir.backtest.round;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import weir.backtest.Swaps;
import weir.history.pool.PoolMetadata;
import weir.strategy.Inventory;
import weir.strategy.Position;

/**
 * Divides a period into consecutive rounds.
 *
 * @param template constants of every round; id, first block and positions are replaced
 * @param roundBlocks number of blocks of a round: 450 on Base for the validator's 900 seconds
 * @param vaultPositions positions of the vault at the start of every round
 */
public record RoundPlan(Round template, long roundBlocks, List<VaultPosition> vaultPositions) {

    /** Blocks between two checks of a round by default. At each check a validator queries the miner. */
    public static final int CHECK_INTERVAL_BLOCKS = 100;

    private static final String ID = "weir-backtest";
    private static final String VAULT_ADDRESS = "0x" + "da".repeat(20);

    /** Rounds of a pool with the validator's default interval, the pool's fee, an ideal loop and an empty vault. */
    public static RoundPlan of(PoolMetadata pool, Inventory inventory, long roundBlocks) {
        return new RoundPlan(
                new Round(
                        ID,
                        VAULT_ADDRESS,
                        pool.address(),
                        pool.chainId(),
                        ID,
                        0,
                        CHECK_INTERVAL_BLOCKS,
                        pool.feeRate(),
                        pool.tickSpacing(),
                        List.of(),
                        inventory,
                        LoopOptions.DEFAULT),
                roundBlocks,
                List.of());
    }

    /** The same plan with other settings of the validator. */
    public RoundPlan with(long checkInterval, double feeRate, LoopOptions loop, List<VaultPosition> positions) {
        return new RoundPlan(
                new Round(
                        template.jobId(),
                        template.snLiquidityManagerAddress(),
                        template.pairAddress(),
                        template.chainId(),
                        template.roundId(),
                        template.startBlock(),
                        checkInterval,
                        feeRate,
                        template.tickSpacing(),
                        template.initialPositions(),
                        template.initialInventory(),
                        loop),
                roundBlocks,
                positions);
    }

    /** @throws IllegalArgumentException if the number of blocks is not positive */
    public RoundPlan {
        vaultPositions = List.copyOf(vaultPositions);
        if (roundBlocks <= 0) {
            throw new IllegalArgumentException("roundBlocks " + roundBlocks + " must be positive");
        }
    }

    /**
     * A planned round.
     *
     * @param round the constants of the round
     * @param endBlock last block
     * @param delayBlocks number of blocks by which the round starts later than planned. There is no price before the first swap, and the
     *     validator's evaluation fails for a round that starts in a block with a swap
     */
    public record PlannedRound(Round round, long endBlock, long delayBlocks) {}

    /**
     * Plans the round that starts at a block, or at the next possible one. Empty if there is no price, or every block contains a swap.
     *
     * @param swaps swaps of the pool, from one at or before the block to the last of the round
     * @param first first block by the plan
     */
    public Optional<PlannedRound> planRound(Swaps swaps, long first) {
        if (swaps.size() == 0) {
            return Optional.empty();
        }
        long last = lastBlock(first);
        long begin = firstBlockWithoutSwap(swaps, Math.max(first, swaps.block(0) + 1));
        if (begin >= last) {
            return Optional.empty();
        }
        BigInteger price = swaps.sqrtPriceX96(swaps.countThrough(begin) - 1);
        List<Position> positions =
                vaultPositions.stream().map(position -> position.at(price)).toList();
        Round round = template.withStart(begin, template.roundId() + "-" + first, positions);
        return Optional.of(new PlannedRound(round, last, begin - first));
    }

    /** Last block of the round with this first block by the plan. */
    public long lastBlock(long first) {
        return first + roundBlocks - 1;
    }

    private static long firstBlockWithoutSwap(Swaps swaps, long from) {
        long block = from;
        int i = swaps.countThrough(block - 1);
        while (i < swaps.size() && swaps.block(i) == block) {
            block++;
            i = swaps.countThrough(block - 1);
        }
        return block;
    }
}
