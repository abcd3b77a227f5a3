package weir.backtest.internal.market;

import java.math.BigInteger;
import java.util.NavigableMap;
import java.util.TreeMap;
import weir.strategy.Inventory;
import weir.uniswap.v3.SwapMath;
import weir.uniswap.v3.TickMath;
import weir.uniswap.v3.TickRange;

/**
 * A Uniswap v3 pool whose positions never change: the swaps of {@code UniswapV3Pool.sol} in v3-core 1.0, exact to the raw unit. It does
 * not track fees of positions. For one thread.
 */
public final class SeedPool {

    /** The tick bitmap has 2^8 ticks per word. A step of a swap ends at the edge of a word, even without an initialised tick there. */
    private static final int WORD_BITS = 8;

    private final int feePips;
    private final int tickSpacing;
    /** Initialised tick to the liquidity that an upward crossing adds. */
    private final NavigableMap<Integer, BigInteger> netLiquidity = new TreeMap<>();

    private BigInteger sqrtPriceX96;
    private int tick;
    private BigInteger liquidity = BigInteger.ZERO;

    /** A pool without liquidity; the fee is in pips, the price a square root as Q64.96. */
    SeedPool(int feePips, int tickSpacing, BigInteger sqrtPriceX96) {
        this.feePips = feePips;
        this.tickSpacing = tickSpacing;
        this.sqrtPriceX96 = sqrtPriceX96;
        this.tick = TickMath.getTickAtSqrtRatio(sqrtPriceX96);
    }

    public BigInteger sqrtPriceX96() {
        return sqrtPriceX96;
    }

    /** Liquidity in range. */
    public BigInteger liquidity() {
        return liquidity;
    }

    /** Adds a position. Its ticks must be multiples of the tick spacing. */
    void mint(TickRange range, BigInteger added) {
        netLiquidity.merge(range.lower(), added, BigInteger::add);
        netLiquidity.merge(range.upper(), added.negate(), BigInteger::add);
        if (tick >= range.lower() && tick < range.upper()) {
            liquidity = liquidity.add(added);
        }
    }

    /**
     * Swaps until the input is used up or the price reaches the limit.
     *
     * @param zeroForOne whether the input is token0
     * @param input largest amount of input, positive
     * @param limit price at which the swap stops, on the side to which the swap moves the price
     * @return change of the pool's balances, raw units: input is positive, output is negative
     */
    public Inventory swap(boolean zeroForOne, BigInteger input, BigInteger limit) {
        BigInteger remaining = input;
        BigInteger output = BigInteger.ZERO;
        while (remaining.signum() != 0 && !sqrtPriceX96.equals(limit)) {
            SwapMath.Step step = step(zeroForOne, remaining, limit);
            remaining = remaining.subtract(step.amountIn()).subtract(step.feeAmount());
            output = output.subtract(step.amountOut());
        }
        BigInteger spentInput = input.subtract(remaining);
        return zeroForOne ? new Inventory(spentInput, output) : new Inventory(output, spentInput);
    }

    /** Executes a step of a swap: to the next tick, to the limit, or until the input is used up. */
    private SwapMath.Step step(boolean zeroForOne, BigInteger remaining, BigInteger limit) {
        int next = nextTick(zeroForOne);
        BigInteger nextRatio = TickMath.getSqrtRatioAtTick(next);
        BigInteger target = zeroForOne ? nextRatio.max(limit) : nextRatio.min(limit);
        SwapMath.Step step = SwapMath.computeSwapStep(sqrtPriceX96, target, liquidity, remaining, feePips);
        BigInteger nextSqrtPrice = step.sqrtRatioNextX96();
        if (nextSqrtPrice.equals(nextRatio)) {
            BigInteger net = netLiquidity.getOrDefault(next, BigInteger.ZERO);
            liquidity = zeroForOne ? liquidity.subtract(net) : liquidity.add(net);
            tick = zeroForOne ? next - 1 : next;
        } else if (!nextSqrtPrice.equals(sqrtPriceX96)) {
            tick = TickMath.getTickAtSqrtRatio(nextSqrtPrice);
        }
        sqrtPriceX96 = nextSqrtPrice;
        return step;
    }

    /** The next initialised tick at or below the current one, or above it, but not beyond the edge of the bitmap's word. */
    private int nextTick(boolean downwards) {
        int tickIndex = Math.floorDiv(tick, tickSpacing);
        if (downwards) {
            int edge = (tickIndex >> WORD_BITS << WORD_BITS) * tickSpacing;
            Integer found = netLiquidity.floorKey(tickIndex * tickSpacing);
            return Math.max(found == null ? edge : Math.max(found, edge), TickMath.MIN_TICK);
        }
        int edge = ((tickIndex + 1 >> WORD_BITS << WORD_BITS) + (1 << WORD_BITS) - 1) * tickSpacing;
        Integer found = netLiquidity.higherKey(tickIndex * tickSpacing);
        return Math.min(found == null ? edge : Math.min(found, edge), TickMath.MAX_TICK);
    }
}
