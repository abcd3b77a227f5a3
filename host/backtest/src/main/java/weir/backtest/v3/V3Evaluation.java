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
import weir.backtest.internal.v3.CrossedTickSolver;
import weir.backtest.internal.v3.FastSwapFees;
import weir.backtest.internal.v3.SwapRouteFinder;
import weir.backtest.internal.v3.TickInterval;
import weir.backtest.internal.v3.Vault;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Swap;
import weir.uniswap.v3.TickMath;

/**
 * The {@code v3} model: what a rebalance history would really have earned over swaps. It differs from
 * {@link weir.backtest.ValidatorEvaluation} where the validator leaves the contract:
 *
 * <ul>
 *   <li>Liquidity is fixed when a position is minted, at the price after the last swap up to the rebalance's block, as
 *       v3-periphery computes it, and is paid for out of the idle tokens.
 *   <li>A rebalance burns the positions that are not in its list, and their tokens come back; fees are kept aside.
 *   <li>A swap's fee is shared stretch by stretch along its way from price to price, across initialised ticks and the ends
 *       of our own ranges, not by the final price alone.
 *   <li>Every mint, burn and collect costs gas.
 * </ul>
 *
 * <p>Everything is in whole numbers and exact to the unit where the way of a swap can be proven from its event (but for a
 * unit where it passes the edge of a word of the tick bitmap, at which the pool rounds once more). What a replay cannot know
 * is said in {@link V3Result}. The trader's input is taken as recorded: our liquidity takes its share of
 * it and does not change the price. A protocol fee is not taken off. Swaps are added in chain order; not thread-safe.
 */
public final class V3Evaluation {

    private static final int Q192 = 192;

    private final long startBlock;
    private final long endBlock;
    private final Inventory initialInventory;
    private final GasCosts gas;
    private final PoolLiquidity recorded;
    private final SwapRouteFinder path;
    private final FastSwapFees plain;
    private final Vault vault;
    private final Deque<Deployment> ahead;

    private BigInteger price;
    private BigInteger liquidity;
    private BigInteger startPrice;
    private long swaps;
    private long unproven;
    private long inRange;

    /** Whether the liquidity that swaps tell has the evaluated positions in it. */
    public enum PoolLiquidity {
        /** Positions that never were: they join the pool, and share its fees with what is there. */
        WITHOUT_OURS,
        /** Positions that were really open in this pool when it was recorded. */
        WITH_OURS
    }

    /**
     * @param startBlock first block of the period; its swaps count
     * @param endBlock last block of the period; its swaps count
     * @param initialInventory what the miner began with
     * @param feePips the pool's fee in hundredths of a basis point
     * @param gas what transactions cost
     * @param recorded what the swaps' liquidity is
     * @param history the rebalances; in force from the block after theirs
     */
    public V3Evaluation(
            long startBlock,
            long endBlock,
            Inventory initialInventory,
            int feePips,
            GasCosts gas,
            PoolLiquidity recorded,
            List<Deployment> history) {
        this.startBlock = startBlock;
        this.endBlock = endBlock;
        this.initialInventory = initialInventory;
        this.gas = gas;
        this.recorded = recorded;
        CrossedTickSolver ticks = new CrossedTickSolver(feePips);
        this.path = new SwapRouteFinder(feePips, ticks);
        this.plain = new FastSwapFees(feePips, ticks);
        this.vault = new Vault(initialInventory, recorded == PoolLiquidity.WITH_OURS);
        this.ahead = new ArrayDeque<>(history.stream()
                .sorted(Comparator.comparingLong(Deployment::block))
                .toList());
    }

    /**
     * Adds the next swap in chain order. One before the period only tells price and liquidity; one after it changes nothing.
     *
     * @throws EvaluationException if a position was to be minted before there is a price, or cannot be minted at all
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

    /** Adds the next swaps in chain order: the same as one by one, but those that need no thought at hardware speed. */
    public void add(Swaps columns) {
        int i = Math.max(0, columns.countThrough(startBlock - 1) - 1);
        int end = columns.countThrough(endBlock);
        while (i < end) {
            add(columns.swap(i++));
            i = runPlain(columns, i);
        }
    }

    private int runPlain(Swaps columns, int from) {
        long through =
                ahead.isEmpty() ? endBlock : Math.min(endBlock, ahead.peek().block());
        int to = columns.countThrough(through);
        if (from >= to || columns.block(from) <= startBlock) {
            return from;
        }
        TickInterval where = vault.around(price);
        int end = where.inRange().isEmpty()
                ? plain.pass(columns, from, to, where)
                : plain.run(columns, from, to, where, vault);
        if (end > from) {
            price = columns.sqrtPriceX96(end - 1);
            liquidity = columns.liquidity(end - 1);
            swaps += end - from;
            inRange += (long) (end - from) * where.inRange().size();
        }
        return end;
    }

    private void earn(Swap swap) {
        if (price == null || !vault.meets(price, swap.price().sqrtPriceX96())) {
            return;
        }
        SwapRouteFinder.Way way = path.find(price, liquidity, swap);
        if (!way.proven()) {
            unproven++;
        }
        way.segments().forEach(vault::earn);
    }

    private void rebalanceBefore(long block) {
        while (!ahead.isEmpty() && ahead.peek().block() < block) {
            Deployment deployment = ahead.poll();
            requirePrice(deployment.block());
            deployment.positions().forEach(V3Evaluation::requireRange);
            BigInteger before = vault.liquidityAt(price);
            vault.rebalance(price, deployment.positions());
            if (recorded == PoolLiquidity.WITH_OURS) {
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
        BigInteger holdings = value(deployed, price).add(value(vault.idle(), price));
        BigInteger earned = value(fees, price);
        Performance performance = new Performance(
                earned,
                fees.amount0(),
                fees.amount1(),
                loss(value(initialInventory, price), holdings),
                swaps == 0 ? 0.0 : (double) inRange / swaps,
                deployed,
                vault.idle(),
                price,
                value(initialInventory, startPrice),
                holdings.add(earned).subtract(spent),
                initialInventory);
        return new V3Result(performance, spent, vault.mints(), vault.burns(), vault.shortfalls(), swaps, unproven);
    }

    /** In token1, rounded down. */
    private static BigInteger value(Inventory inventory, BigInteger sqrtPriceX96) {
        return inventory
                .amount0()
                .multiply(sqrtPriceX96.pow(2))
                .shiftRight(Q192)
                .add(inventory.amount1());
    }

    private static double loss(BigInteger hold, BigInteger holdings) {
        BigInteger lost = hold.subtract(holdings);
        return hold.signum() <= 0 || lost.signum() <= 0 ? 0 : lost.doubleValue() / hold.doubleValue();
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
