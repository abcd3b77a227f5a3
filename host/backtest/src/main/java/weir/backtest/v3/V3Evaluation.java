package weir.backtest.v3;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import weir.backtest.Deployment;
import weir.backtest.EvaluationException;
import weir.backtest.Performance;
import weir.backtest.Swaps;
import weir.backtest.internal.Inventories;
import weir.backtest.internal.v3.CrossedTickSolver;
import weir.backtest.internal.v3.FastSwapFees;
import weir.backtest.internal.v3.PriceInterval;
import weir.backtest.internal.v3.SwapRoute;
import weir.backtest.internal.v3.SwapRouteFinder;
import weir.backtest.internal.v3.Vault;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Swap;
import weir.uniswap.v3.TickMath;

/**
 * The {@code v3} model: the real earnings of a rebalance history over swaps. It differs from
 * {@link weir.backtest.ValidatorEvaluation} where the validator differs from the contract:
 *
 * <ul>
 *   <li>Liquidity is fixed when a position is minted, at the price after the last swap up to the rebalance's block, as
 *       v3-periphery computes it, and is paid from the idle tokens.
 *   <li>A rebalance burns the positions that are not in its list; their tokens are returned, fees are kept separately.
 *   <li>A swap's fee is shared by segment of its route, divided at initialised ticks and at the ends of our ranges, not by the
 *       final price alone.
 *   <li>Every mint, burn and collect costs gas.
 * </ul>
 *
 * <p>The result is exact to the unit where the route of a swap can be proven from its event, except for one unit where it crosses the
 * edge of a word of the tick bitmap, at which the pool rounds once more. {@link V3Result} counts the other swaps. The recorded input is
 * not changed: our liquidity takes its share of the fee and does not move the price. A protocol fee is not deducted. Add swaps in chain
 * order. Not thread-safe.
 */
public final class V3Evaluation {

    private final long startBlock;
    private final long endBlock;
    private final Inventory initialInventory;
    private final GasCosts gasCosts;
    private final PoolLiquidity poolLiquidity;
    private final SwapRouteFinder routeFinder;
    private final FastSwapFees fastPath;
    private final Vault vault;
    /** Rebalances that have not been applied yet, oldest first. */
    private final Deque<Deployment> pendingDeployments;

    private BigInteger currentPrice;
    private BigInteger recordedLiquidity;
    private BigInteger startPrice;
    private long swapCount;
    private long unprovenSwaps;
    private long inRangeSum;

    /** Whether the recorded liquidity of the pool includes the evaluated positions. */
    public enum PoolLiquidity {
        /** It does not: the positions are hypothetical, and share the fees with the recorded liquidity. */
        EXCLUDES_POSITIONS,
        /** It does: the positions were open when the pool was recorded. */
        INCLUDES_POSITIONS
    }

    /**
     * @param startBlock first block of the period; its swaps count
     * @param endBlock last block of the period; its swaps count
     * @param initialInventory inventory at the start
     * @param feePips the pool's fee in hundredths of a basis point
     * @param gas cost of transactions
     * @param poolLiquidity whether the recorded liquidity includes the positions
     * @param history the rebalances; each applies from the block after its own
     */
    public V3Evaluation(
            long startBlock,
            long endBlock,
            Inventory initialInventory,
            int feePips,
            GasCosts gas,
            PoolLiquidity poolLiquidity,
            List<Deployment> history) {
        this.startBlock = startBlock;
        this.endBlock = endBlock;
        this.initialInventory = initialInventory;
        this.gasCosts = gas;
        this.poolLiquidity = poolLiquidity;
        CrossedTickSolver ticks = new CrossedTickSolver(feePips);
        this.routeFinder = new SwapRouteFinder(feePips, ticks);
        this.fastPath = new FastSwapFees(feePips, ticks);
        this.vault = new Vault(initialInventory, poolLiquidity == PoolLiquidity.INCLUDES_POSITIONS);
        this.pendingDeployments = new ArrayDeque<>(history.stream()
                .sorted(Comparator.comparingLong(Deployment::block))
                .toList());
    }

    /**
     * Adds the next swap in chain order. A swap before the period sets price and liquidity; one after it is ignored.
     *
     * @throws EvaluationException if a position cannot be minted: there is no price yet, or its range is invalid
     */
    public void add(Swap swap) {
        if (swap.blockNumber() > endBlock) {
            return;
        }
        if (swap.blockNumber() >= startBlock) {
            rebalanceBefore(swap.blockNumber());
            addFees(swap);
        }
        currentPrice = swap.price().sqrtPriceX96();
        recordedLiquidity = swap.liquidity();
        if (swap.blockNumber() <= startBlock) {
            startPrice = currentPrice;
        }
        if (swap.blockNumber() >= startBlock) {
            swapCount++;
            inRangeSum += vault.countInRange(currentPrice);
        }
    }

    /** Adds the next swaps in chain order: the same result as one by one, but faster. */
    public void add(Swaps columns) {
        int i = Math.max(0, columns.countThrough(startBlock - 1) - 1);
        int end = columns.countThrough(endBlock);
        while (i < end) {
            add(columns.swap(i++));
            i = runFastPath(columns, i);
        }
    }

    private int runFastPath(Swaps columns, int from) {
        long through = pendingDeployments.isEmpty()
                ? endBlock
                : Math.min(endBlock, pendingDeployments.peek().block());
        int to = columns.countThrough(through);
        if (from >= to || columns.block(from) <= startBlock) {
            return from;
        }
        PriceInterval interval = vault.intervalAround(currentPrice);
        int end = interval.positionsInRange().isEmpty()
                ? fastPath.skipSwaps(columns, from, to, interval)
                : fastPath.addSwaps(columns, from, to, interval, vault);
        if (end > from) {
            currentPrice = columns.sqrtPriceX96(end - 1);
            recordedLiquidity = columns.liquidity(end - 1);
            swapCount += end - from;
            inRangeSum += (long) (end - from) * interval.positionsInRange().size();
        }
        return end;
    }

    private void addFees(Swap swap) {
        if (currentPrice == null
                || !vault.hasRangeBetween(currentPrice, swap.price().sqrtPriceX96())) {
            return;
        }
        SwapRoute route = routeFinder.find(currentPrice, recordedLiquidity, swap);
        if (!route.isProven()) {
            unprovenSwaps++;
        }
        route.segments().forEach(vault::addFees);
    }

    private void rebalanceBefore(long block) {
        while (!pendingDeployments.isEmpty() && pendingDeployments.peek().block() < block) {
            Deployment deployment = pendingDeployments.poll();
            requirePrice(deployment.block());
            deployment.positions().forEach(V3Evaluation::requireRange);
            BigInteger before = vault.liquidityAt(currentPrice);
            vault.rebalance(currentPrice, deployment.positions());
            if (poolLiquidity == PoolLiquidity.INCLUDES_POSITIONS) {
                recordedLiquidity =
                        recordedLiquidity.add(vault.liquidityAt(currentPrice)).subtract(before);
            }
        }
    }

    /**
     * The result for all swaps added.
     *
     * @throws EvaluationException if there is no price at the first block
     */
    public V3Result result() {
        rebalanceBefore(endBlock == Long.MAX_VALUE ? endBlock : endBlock + 1);
        if (startPrice == null) {
            throw noPrice(startBlock);
        }
        Inventory deployed = vault.deployedAmounts(currentPrice);
        Inventory fees = vault.totalFees();
        BigInteger spent = gasCosts.total(vault.mintCount(), vault.burnCount(), vault.burnCount());
        BigInteger holdings =
                Inventories.value(deployed, currentPrice).add(Inventories.value(vault.idle(), currentPrice));
        BigInteger earned = Inventories.value(fees, currentPrice);
        Performance performance = new Performance(
                earned,
                fees.amount0(),
                fees.amount1(),
                Inventories.lossFraction(Inventories.value(initialInventory, currentPrice), holdings),
                swapCount == 0 ? 0.0 : (double) inRangeSum / swapCount,
                deployed,
                vault.idle(),
                currentPrice,
                Inventories.value(initialInventory, startPrice),
                holdings.add(earned).subtract(spent),
                initialInventory);
        return new V3Result(
                performance,
                spent,
                vault.mintCount(),
                vault.burnCount(),
                vault.shortfallCount(),
                swapCount,
                unprovenSwaps);
    }

    private void requirePrice(long block) {
        if (currentPrice == null) {
            throw noPrice(block);
        }
    }

    private static void requireRange(Position position) {
        if (position.tickLower() < TickMath.MIN_TICK || position.tickUpper() > TickMath.MAX_TICK) {
            throw new EvaluationException(
                    EvaluationException.Reason.TICK_OUT_OF_RANGE,
                    "position " + position + " is outside +-" + TickMath.MAX_TICK);
        }
        if (position.tickLower() >= position.tickUpper()) {
            throw new EvaluationException(
                    EvaluationException.Reason.EMPTY_RANGE, "position " + position + " has an empty range");
        }
    }

    private static EvaluationException noPrice(long block) {
        return new EvaluationException(
                EvaluationException.Reason.NO_PRICE, "no swap at or before block " + block + "; add earlier swaps");
    }
}
