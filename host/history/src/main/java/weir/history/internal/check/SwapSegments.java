package weir.history.internal.check;

import java.math.BigInteger;
import java.util.NavigableMap;
import java.util.TreeMap;
import weir.history.PoolEvent;
import weir.history.PoolEvent.Burn;
import weir.history.PoolEvent.Mint;
import weir.history.SwapRow;
import weir.uniswap.v3.SwapFee;
import weir.uniswap.v3.TickMath;

/**
 * Proves swaps that consist of several segments. A pool computes a swap in segments, which end at initialised ticks and at every 256th
 * possible tick, and rounds the amounts of each. Not thread-safe.
 */
final class SwapSegments {

    /** Number of possible ticks in a word of the pool's tick bitmap. */
    private static final int WORD_TICKS = 256;

    private final int tickSpacing;
    /** Change of the liquidity at each initialised tick, upwards. */
    private final NavigableMap<Integer, BigInteger> liquidityNet = new TreeMap<>();

    SwapSegments(int tickSpacing) {
        this.tickSpacing = tickSpacing;
    }

    /** Applies a mint or burn to the ticks. */
    void apply(PoolEvent event) {
        if (event instanceof Mint mint) {
            addLiquidity(mint.tickLower(), mint.liquidity());
            addLiquidity(mint.tickUpper(), mint.liquidity().negate());
        } else if (event instanceof Burn burn) {
            addLiquidity(burn.tickLower(), burn.liquidity().negate());
            addLiquidity(burn.tickUpper(), burn.liquidity());
        }
    }

    private void addLiquidity(int tick, BigInteger change) {
        BigInteger net = liquidityNet.getOrDefault(tick, BigInteger.ZERO).add(change);
        if (net.signum() == 0) {
            liquidityNet.remove(tick);
        } else {
            liquidityNet.put(tick, net);
        }
    }

    /** Returns whether the amounts of a swap follow from the price, tick and liquidity before it. */
    boolean isProven(BigInteger priceBefore, int tickBefore, BigInteger liquidityBefore, SwapRow swap) {
        boolean down = swap.sqrtPriceX96().compareTo(priceBefore) < 0;
        BigInteger price = priceBefore;
        BigInteger liquidity = liquidityBefore;
        BigInteger input = down ? swap.amount0() : swap.amount1();
        BigInteger output = (down ? swap.amount1() : swap.amount0()).negate();
        int tick = tickBefore;
        while (true) {
            int end = segmentEnd(tick, down);
            BigInteger endPrice = TickMath.getSqrtRatioAtTick(end);
            int order = down
                    ? endPrice.compareTo(swap.sqrtPriceX96())
                    : swap.sqrtPriceX96().compareTo(endPrice);
            if (order <= 0) {
                // A swap that ends at an initialised tick may have crossed it.
                boolean isLiquidity = liquidity.equals(swap.liquidity())
                        || order == 0 && cross(liquidity, end, down).equals(swap.liquidity());
                return isLiquidity && isLastSegment(price, swap.sqrtPriceX96(), liquidity, down, input, output);
            }
            if (end == TickMath.MIN_TICK || end == TickMath.MAX_TICK || liquidity.signum() < 0) {
                return false;
            }
            input = input.subtract(SwapFee.netInput(price, endPrice, liquidity, down));
            output = output.subtract(SwapFee.output(price, endPrice, liquidity, down));
            liquidity = cross(liquidity, end, down);
            price = endPrice;
            tick = down ? end - 1 : end;
        }
    }

    private static boolean isLastSegment(
            BigInteger from, BigInteger to, BigInteger liquidity, boolean down, BigInteger input, BigInteger output) {
        if (liquidity.signum() == 0 || from.equals(to)) {
            return output.signum() == 0 && input.signum() >= 0;
        }
        return SwapFee.between(from, to, liquidity, down ? input : output.negate(), down ? output.negate() : input)
                .isPresent();
    }

    private BigInteger cross(BigInteger liquidity, int tick, boolean down) {
        BigInteger net = liquidityNet.getOrDefault(tick, BigInteger.ZERO);
        return down ? liquidity.subtract(net) : liquidity.add(net);
    }

    /** Returns the next initialised tick, or the end of the word if it has none; the search as in the contract. */
    private int segmentEnd(int tick, boolean down) {
        int compressed = Math.floorDiv(tick, tickSpacing);
        if (down) {
            int wordStart = Math.floorDiv(compressed, WORD_TICKS) * WORD_TICKS * tickSpacing;
            Integer initialised = liquidityNet.floorKey(tick);
            return Math.max(TickMath.MIN_TICK, initialised == null ? wordStart : Math.max(wordStart, initialised));
        }
        int wordEnd = (Math.floorDiv(compressed + 1, WORD_TICKS) * WORD_TICKS + WORD_TICKS - 1) * tickSpacing;
        Integer initialised = liquidityNet.higherKey(tick);
        return Math.min(TickMath.MAX_TICK, initialised == null ? wordEnd : Math.min(wordEnd, initialised));
    }
}
