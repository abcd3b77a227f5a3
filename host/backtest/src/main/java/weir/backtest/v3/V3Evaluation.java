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
import weir.backtest.internal.v3.SwapRoute;
import weir.backtest.internal.v3.SwapRouteFinder;
import weir.backtest.internal.v3.TickInterval;
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
    private final GasCosts gas;
    private final PoolLiquidity poolLiquidity;
    private final SwapRouteFinder routes;
    private final FastSwapFees fastPath;
    private final Vault vault;
    /** Rebalances that have not been applied yet, oldest first. */
    private final Deque<Deployment> pending;

    private BigInteger price;
    private BigInteger liquidity;
    private BigInteger startPrice;
    private long swaps;
    private long unproven;
    private long inRange;

    /** Whether the recorded liquidity of the pool includes the evaluated positions. */
    public enum PoolLiquidity {
        /** It does not: the positions are hypothetical, and share the fees with the recorded liquidity. */
        WITHOUT_OURS,
        /** It does: the positions were open when the pool was recorded. */
        WITH_OURS
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
        this.gas = gas;
        this.poolLiquidity = poolLiquidity;
        CrossedTickSolver ticks = new CrossedTickSolver(feePips);
        this.routes = new SwapRouteFinder(feePips, ticks);
        this.fastPath = new FastSwapFees(feePips, ticks);
        this.vault = new Vault(initialInventory, poolLiquidity == PoolLiquidity.WITH_OURS);
        this.pending = new ArrayDeque<>(history.stream()
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
            earn(swap);
        }
        price = swap.price().sqrtPriceX96();
        liquidity = swap.liquidity();
        if (swap.blockNumber() <= startBlock) {
            startPrice = price;
        }
        if (swap.blockNumber() >= startBlock) {
            swaps++;
            inRange += vault.inRange(price);
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
        long through =
                pending.isEmpty() ? endBlock : Math.min(endBlock, pending.peek().block());
        int to = columns.countThrough(through);
        if (from >= to || columns.block(from) <= startBlock) {
            return from;
        }
        TickInterval interval = vault.around(price);
        int end = interval.inRange().isEmpty()
                ? fastPath.pass(columns, from, to, interval)
                : fastPath.run(columns, from, to, interval, vault);
        if (end > from) {
            price = columns.sqrtPriceX96(end - 1);
            liquidity = columns.liquidity(end - 1);
            swaps += end - from;
            inRange += (long) (end - from) * interval.inRange().size();
        }
        return end;
    }

    private void earn(Swap swap) {
        if (price == null || !vault.touches(price, swap.price().sqrtPriceX96())) {
            return;
        }
        SwapRoute route = routes.find(price, liquidity, swap);
        if (!route.proven()) {
            unproven++;
        }
        route.segments().forEach(vault::earn);
    }

    private void rebalanceBefore(long block) {
        while (!pending.isEmpty() && pending.peek().block() < block) {
            Deployment deployment = pending.poll();
            requirePrice(deployment.block());
            deployment.positions().forEach(V3Evaluation::requireRange);
            BigInteger before = vault.liquidityAt(price);
            vault.rebalance(price, deployment.positions());
            if (poolLiquidity == PoolLiquidity.WITH_OURS) {
                liquidity = liquidity.add(vault.liquidityAt(price)).subtract(before);
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
        Inventory deployed = vault.deployed(price);
        Inventory fees = vault.fees();
        BigInteger spent = gas.of(vault.mints(), vault.burns(), vault.burns());
        BigInteger holdings = Inventories.value(deployed, price).add(Inventories.value(vault.idle(), price));
        BigInteger earned = Inventories.value(fees, price);
        Performance performance = new Performance(
                earned,
                fees.amount0(),
                fees.amount1(),
                Inventories.loss(Inventories.value(initialInventory, price), holdings),
                swaps == 0 ? 0.0 : (double) inRange / swaps,
                deployed,
                vault.idle(),
                price,
                Inventories.value(initialInventory, startPrice),
                holdings.add(earned).subtract(spent),
                initialInventory);
        return new V3Result(performance, spent, vault.mints(), vault.burns(), vault.shortfalls(), swaps, unproven);
    }

    private void requirePrice(long block) {
        if (price == null) {
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
