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
import weir.backtest.internal.v3.SwapRouteFinder;
import weir.backtest.internal.v3.SwapRouteFinder.SwapRoute;
import weir.backtest.internal.v3.Vault;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Swap;
import weir.uniswap.v3.TickMath;

/**
 * The {@code v3} model: computes what the rebalances of a miner would really earn over swaps. It differs from {@link
 * weir.backtest.ValidatorEvaluation} where the validator differs from the contracts of Uniswap:
 *
 * <ul>
 *   <li>The liquidity of a position is constant. It is computed like in v3-periphery at the price at the end of the rebalance's
 *       block, and its cost is subtracted from the idle tokens.
 *   <li>A rebalance burns the positions that are not desired any more. Their tokens become idle; their fees are not deployed again.
 *   <li>The fee of each swap follows from its event and the one before it, whether the pool's fee is constant or not. Each price segment
 *       that a swap crosses has its own share of the fee. Segments end at initialised ticks and at the ticks of our positions.
 *   <li>Where liquidity can be staked, unstaked positions lose a part of their fees, and staked ones all.
 *   <li>Every mint, burn and collect costs gas.
 * </ul>
 *
 * <p>The result is exact to the raw unit for swaps whose route can be proven from their event. {@link V3Result} counts the others; the
 * model takes the pool's fee rate for them, and the liquidity after the swap. Our liquidity gets its share of the recorded fees and does not change the prices. A protocol fee is not subtracted.
 * Callers add swaps in chain order. Not thread-safe.
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
    /** Rebalances after the last added swap, oldest first. */
    private final Deque<Deployment> pendingDeployments;

    private BigInteger currentPrice;
    private BigInteger recordedLiquidity;
    private BigInteger startPrice;
    private long swapCount;
    private long unprovenSwaps;
    private long inRangeSum;

    /** Whether the recorded liquidity of the pool includes the evaluated positions. */
    public enum PoolLiquidity {
        /** It does not include them: the positions are hypothetical and share the fees with the recorded liquidity. */
        EXCLUDES_POSITIONS,
        /** It includes them: the positions existed on chain. */
        INCLUDES_POSITIONS
    }

    /**
     * @param startBlock first block of the period, inclusive
     * @param endBlock last block of the period, inclusive
     * @param initialInventory inventory at the start
     * @param fees the fees of the pool
     * @param gas costs of transactions
     * @param poolLiquidity whether the recorded liquidity includes the positions
     * @param history the rebalances; each applies to swaps after its block
     */
    public V3Evaluation(
            long startBlock,
            long endBlock,
            Inventory initialInventory,
            PoolFees fees,
            GasCosts gas,
            PoolLiquidity poolLiquidity,
            List<Deployment> history) {
        this.startBlock = startBlock;
        this.endBlock = endBlock;
        this.initialInventory = initialInventory;
        this.gasCosts = gas;
        this.poolLiquidity = poolLiquidity;
        CrossedTickSolver ticks = new CrossedTickSolver();
        this.routeFinder = new SwapRouteFinder(fees.feePips(), ticks);
        this.fastPath = new FastSwapFees(ticks);
        this.vault = new Vault(initialInventory, fees.keptPips(), poolLiquidity == PoolLiquidity.INCLUDES_POSITIONS);
        this.pendingDeployments = new ArrayDeque<>(history.stream()
                .sorted(Comparator.comparingLong(Deployment::block))
                .toList());
    }

    /**
     * Adds the next swap in chain order. A swap before the period only sets price and liquidity; a swap after the period is ignored.
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

    /** Adds the next swaps in chain order. The result is the same as for single swaps, but faster. */
    public void add(Swaps columns) {
        int i = Math.max(0, columns.countThrough(startBlock - 1) - 1);
        int end = columns.countThrough(endBlock);
        while (i < end) {
            add(columns.swap(i++));
            i = runFastPath(columns, i);
        }
    }

    private int runFastPath(Swaps columns, int from) {
        long lastBlock = pendingDeployments.isEmpty()
                ? endBlock
                : Math.min(endBlock, pendingDeployments.peek().block());
        int to = columns.countThrough(lastBlock);
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
        BigInteger gasCost = gasCosts.total(vault.mintCount(), vault.burnCount(), vault.burnCount());
        BigInteger holdings =
                Inventories.value(deployed, currentPrice).add(Inventories.value(vault.idle(), currentPrice));
        BigInteger feeValue = Inventories.value(fees, currentPrice);
        Performance performance = new Performance(
                feeValue,
                fees.amount0(),
                fees.amount1(),
                Inventories.lossFraction(Inventories.value(initialInventory, currentPrice), holdings),
                swapCount == 0 ? 0.0 : (double) inRangeSum / swapCount,
                deployed,
                vault.idle(),
                currentPrice,
                Inventories.value(initialInventory, startPrice),
                holdings.add(feeValue).subtract(gasCost),
                initialInventory);
        return new V3Result(
                performance,
                gasCost,
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
