package weir.history.internal.check;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalInt;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.PoolEvent.Burn;
import weir.history.PoolEvent.Initialize;
import weir.history.PoolEvent.Mint;
import weir.history.PoolInfo;
import weir.history.SwapRow;
import weir.uniswap.v3.SwapFee;

/**
 * Follows the price, tick and liquidity of a pool through its events, and proves each swap from those before it. If all mints and burns
 * since the pool's {@code Initialize} are known, it also proves swaps that cross initialised ticks. Not thread-safe.
 */
public final class SwapProof {

    /** Result for a swap. */
    public enum Result {
        /** The amounts follow to the raw unit from the event before. */
        PROVEN,
        /** The events that are known neither prove nor contradict the swap. */
        UNPROVABLE,
        /** The amounts contradict the event before: an event is missing or wrong. */
        CONTRADICTED
    }

    private final List<BlockRange> swapBlocks;
    private final List<BlockRange> eventBlocks;
    private final OptionalInt tickSpacing;

    private BigInteger price;
    private int tick;
    private BigInteger liquidity;
    private long block;
    /** The ticks, if all mints and burns since {@code Initialize} are known; otherwise no ticks. */
    private SwapSegments segments;

    private boolean knowsTicks;

    public SwapProof(PoolInfo info, OptionalInt tickSpacing) {
        this.swapBlocks = info.covered();
        this.eventBlocks = info.eventBlocks();
        this.tickSpacing = tickSpacing;
        this.segments = new SwapSegments(tickSpacing.orElse(1));
    }

    /** Applies an event other than a swap. Events and swaps come in chain order. */
    public void apply(PoolEvent event) {
        if (event instanceof Initialize e) {
            price = e.sqrtPriceX96();
            tick = e.tick();
            liquidity = BigInteger.ZERO;
            segments = new SwapSegments(tickSpacing.orElse(1));
            knowsTicks = tickSpacing.isPresent();
            block = event.block();
            return;
        }
        forgetTicksAfterGap(event.block());
        if (!knowsTicks) {
            return;
        }
        segments.apply(event);
        if (event instanceof Mint e && isInRange(e.tickLower(), e.tickUpper())) {
            liquidity = liquidity.add(e.liquidity());
        } else if (event instanceof Burn e && isInRange(e.tickLower(), e.tickUpper())) {
            liquidity = liquidity.subtract(e.liquidity());
        }
    }

    private boolean isInRange(int lower, int upper) {
        return tick >= lower && tick < upper;
    }

    /** Applies a swap and returns whether it is proven. */
    public Result apply(SwapRow swap) {
        forgetTicksAfterGap(swap.block());
        boolean isConsecutive = price != null && isCovered(swapBlocks, block, swap.block());
        Result result = isConsecutive ? prove(swap) : Result.UNPROVABLE;
        price = swap.sqrtPriceX96();
        tick = swap.tick();
        liquidity = swap.liquidity();
        block = swap.block();
        return result;
    }

    private Result prove(SwapRow swap) {
        if (SwapFee.between(price, swap.sqrtPriceX96(), swap.liquidity(), swap.amount0(), swap.amount1())
                .isPresent()) {
            return knowsTicks && !liquidity.equals(swap.liquidity()) && !isProvenInSegments(swap)
                    ? Result.CONTRADICTED
                    : Result.PROVEN;
        }
        if (isProvenInSegments(swap)) {
            return Result.PROVEN;
        }
        if (isAgainstPrice(swap) || knowsTicks) {
            return Result.CONTRADICTED;
        }
        boolean isTooLittle =
                tickSpacing.isPresent() && liquidity.equals(swap.liquidity()) && paysLessThanItMoves(swap);
        return isTooLittle ? Result.CONTRADICTED : Result.UNPROVABLE;
    }

    /**
     * Returns whether the output is less than the liquidity, which is the same before and after, pays for the movement of the price. It may be
     * more if the swap passed through a position between both prices.
     */
    private boolean paysLessThanItMoves(SwapRow swap) {
        boolean down = swap.sqrtPriceX96().compareTo(price) < 0;
        BigInteger output = (down ? swap.amount1() : swap.amount0()).negate();
        return output.compareTo(SwapFee.output(price, swap.sqrtPriceX96(), liquidity, down)) < 0;
    }

    private boolean isProvenInSegments(SwapRow swap) {
        BigInteger before = knowsTicks ? liquidity : swap.liquidity();
        return tickSpacing.isPresent() && segments.isProven(price, tick, before, swap);
    }

    private boolean isAgainstPrice(SwapRow swap) {
        int movement = swap.sqrtPriceX96().compareTo(price);
        return movement * swap.amount0().signum() > 0
                || movement * swap.amount1().signum() < 0;
    }

    private void forgetTicksAfterGap(long nextBlock) {
        if (knowsTicks && !isCovered(eventBlocks, block, nextBlock)) {
            knowsTicks = false;
            segments = new SwapSegments(tickSpacing.orElse(1));
        }
    }

    private static boolean isCovered(List<BlockRange> covered, long first, long last) {
        return covered.stream().anyMatch(range -> range.contains(first) && range.contains(last));
    }
}
