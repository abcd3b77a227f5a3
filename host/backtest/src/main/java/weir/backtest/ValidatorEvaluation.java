package weir.backtest;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import weir.backtest.EvaluationException.Reason;
import weir.backtest.internal.Inventories;
import weir.backtest.internal.validator.BaselineValue;
import weir.backtest.internal.validator.FeeAccrual;
import weir.backtest.internal.validator.LiquiditySum;
import weir.backtest.internal.validator.ValidatorPositions;
import weir.strategy.Inventory;
import weir.strategy.Position;

/**
 * Computes the performance of a miner's rebalances over swaps, with the same bits as the validator.
 *
 * <p>Each swap uses the positions of the newest rebalance before its block. A position's liquidity is recomputed from its
 * allocations at the price of each swap, and at the final price. The value does not include the unused part of an allocation, so
 * that part appears as impermanent loss. A real position earns a different amount; see {@code weir.backtest.v3}.
 *
 * <p>Callers add the swaps in chain order, in parts of any size, so memory does not grow with the period. The first part must
 * contain the last swap at or before the first block, which gives the initial price. Not thread-safe.
 */
public final class ValidatorEvaluation {

    private final long startBlock;
    private final long endBlock;
    private final Inventory initialInventory;
    private final BlockPrice blockPrice;
    /** The newest rebalance; if its block has several, the first of them; {@code null} if there is none. */
    private final Deployment lastDeployment;

    private final TreeMap<Long, Deployment> deploymentsByBlock = new TreeMap<>();
    private final FeeAccrual feeAccrual;
    /** {@code null} if there are no positions at the start. */
    private final BaselineValue baseline;

    private Deployment currentDeployment;
    private LiquiditySum activeLiquidity;
    private LatestPrice startPrice = LatestPrice.NONE;
    private LatestPrice endPrice = LatestPrice.NONE;
    private long swapCount;

    /** Which swap of a block gives the price of the block. */
    public enum BlockPrice {
        /** The first swap: the validator's database usually returns it. */
        FIRST,
        /** The last swap: the price at the end of the block. */
        LAST
    }

    /** The price of the newest block with a swap; {@code null} if there is none. */
    private record LatestPrice(long block, BigInteger sqrtPriceX96) {
        static final LatestPrice NONE = new LatestPrice(-1, null);

        /** The latest price once the first {@code count} swaps of {@code swaps} are added. */
        LatestPrice after(Swaps swaps, int count, BlockPrice blockPrice) {
            if (count == 0) {
                return this;
            }
            long lastBlock = swaps.block(count - 1);
            if (blockPrice == BlockPrice.LAST) {
                return new LatestPrice(lastBlock, swaps.sqrtPriceX96(count - 1));
            }
            // The swaps of a block may be in several parts.
            return lastBlock == block
                    ? this
                    : new LatestPrice(lastBlock, swaps.sqrtPriceX96(swaps.countThrough(lastBlock - 1)));
        }
    }

    /**
     * @param startBlock first block of the period, inclusive
     * @param endBlock last block of the period, inclusive
     * @param initialInventory inventory at the start
     * @param feeRate the pool's fee as a fraction, 0.0005 for 5 basis points
     * @param rebalances the rebalances, oldest first
     * @param initialPositions positions at the start, for {@link Performance#baselineValue}; possibly empty
     * @param blockPrice which swap of the first and of the last block gives its price
     */
    public ValidatorEvaluation(
            long startBlock,
            long endBlock,
            Inventory initialInventory,
            double feeRate,
            List<Deployment> rebalances,
            List<Position> initialPositions,
            BlockPrice blockPrice) {
        this.startBlock = startBlock;
        this.endBlock = endBlock;
        this.initialInventory = initialInventory;
        this.blockPrice = blockPrice;
        feeAccrual = new FeeAccrual(feeRate);
        baseline = initialPositions.isEmpty() ? null : new BaselineValue(initialPositions, feeRate);
        rebalances.forEach(deployment -> deploymentsByBlock.putIfAbsent(deployment.block(), deployment));
        lastDeployment = rebalances.stream()
                .max(Comparator.comparingLong(Deployment::block))
                .map(Deployment::block)
                .map(deploymentsByBlock::get)
                .orElse(null);
    }

    /** Evaluates with closing prices and without a baseline; see the other constructor. */
    public ValidatorEvaluation(
            long startBlock, long endBlock, Inventory initialInventory, double feeRate, List<Deployment> history) {
        this(startBlock, endBlock, initialInventory, feeRate, history, List.of(), BlockPrice.LAST);
    }

    /**
     * Evaluates a period whose swaps are all in memory, with closing prices; see the constructor.
     *
     * @throws EvaluationException if the validator's evaluation fails
     */
    public static Performance evaluate(
            Swaps swaps,
            long startBlock,
            long endBlock,
            Inventory initialInventory,
            double feeRate,
            List<Deployment> history) {
        ValidatorEvaluation evaluation =
                new ValidatorEvaluation(startBlock, endBlock, initialInventory, feeRate, history);
        evaluation.add(swaps);
        return evaluation.result();
    }

    /**
     * Adds the next swaps in chain order. Swaps after the last block are ignored.
     *
     * @throws EvaluationException if the validator's evaluation fails
     */
    public void add(Swaps swaps) {
        if (lastDeployment == null) {
            return;
        }
        int throughStart = swaps.countThrough(startBlock);
        int throughEnd = swaps.countThrough(endBlock);
        startPrice = startPrice.after(swaps, throughStart, blockPrice);
        endPrice = endPrice.after(swaps, throughEnd, blockPrice);
        int first = swaps.countThrough(startBlock - 1);
        swapCount += Math.max(0, throughEnd - first);
        for (int i = first; i < throughEnd; ) {
            selectPositions(swaps, i);
            Long next = deploymentsByBlock.higherKey(currentDeployment.block());
            int to = next == null ? throughEnd : Math.min(throughEnd, swaps.countThrough(next));
            feeAccrual.add(swaps, i, to, activeLiquidity);
            i = to;
        }
        if (baseline != null) {
            baseline.add(swaps, first, throughEnd);
        }
    }

    private void selectPositions(Swaps swaps, int i) {
        var entry = deploymentsByBlock.lowerEntry(swaps.block(i));
        if (entry == null) {
            throw new EvaluationException(
                    Reason.SWAP_BEFORE_REBALANCE,
                    "swap " + swaps.block(i) + "-" + swaps.logIndex(i) + " is not after the first rebalance, block "
                            + deploymentsByBlock.firstKey());
        }
        if (entry.getValue() != currentDeployment) {
            currentDeployment = entry.getValue();
            activeLiquidity = new LiquiditySum(currentDeployment.positions());
        }
    }

    /**
     * The result for all swaps added.
     *
     * @throws EvaluationException if there is no price at the first or the last block, or a position cannot be valued
     */
    public Performance result() {
        if (lastDeployment == null) {
            return Performance.withoutRebalance(initialInventory);
        }
        BigInteger start = startPrice.sqrtPriceX96();
        BigInteger end = endPrice.sqrtPriceX96();
        if (start == null || end == null) {
            throw new EvaluationException(
                    Reason.NO_PRICE,
                    "no swap at or before block " + (end == null ? endBlock : startBlock) + "; add earlier swaps");
        }
        Inventory deployed = ValidatorPositions.usedAmounts(lastDeployment.positions(), end);
        Inventory idle = lastDeployment.idle();
        BigInteger valueOfHolding = Inventories.value(initialInventory, end);
        BigInteger holdings = Inventories.value(Inventories.plus(deployed, idle), end);
        double fees = feeAccrual.value(end);
        return new Performance(
                fees,
                feeAccrual.fees0(),
                feeAccrual.fees1(),
                Inventories.lossFraction(valueOfHolding, holdings),
                swapCount == 0 ? 0.0 : (double) feeAccrual.inRangeCount() / swapCount,
                deployed,
                idle,
                end,
                Inventories.value(initialInventory, start),
                holdings.doubleValue() + fees,
                initialInventory,
                baseline == null ? null : baseline.at(initialInventory, start, end));
    }
}
