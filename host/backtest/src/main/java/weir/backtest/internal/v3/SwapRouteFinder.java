package weir.backtest.internal.v3;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import weir.strategy.Swap;
import weir.uniswap.v3.SqrtPriceMath;
import weir.uniswap.v3.SwapMath;

/**
 * Finds the route of a swap. The event of the swap has its amounts, and price and liquidity after it; the previous event has price
 * and liquidity before it. A route is proven if the arithmetic of the pool requires exactly the recorded input for it. It tries two
 * routes: one segment with the liquidity after the swap, and two segments divided by an initialised tick, which follows from the
 * input. Otherwise the route is unproven: one segment with the liquidity after the swap. Not thread-safe.
 */
public final class SwapRouteFinder {

    private static final BigInteger PIPS = BigInteger.valueOf(SwapMath.PIPS);

    /** Raw units by which the rounding of a segment may differ from that of its parts. */
    private static final BigInteger MAX_ROUNDING_UNITS = BigInteger.TWO;

    /**
     * The route of a swap: the price segments that it crossed.
     *
     * @param segments segments in the order of the swap
     * @param isProven whether the arithmetic of the pool requires exactly the recorded input for these segments
     */
    public record SwapRoute(List<Segment> segments, boolean isProven) {}

    /**
     * A part of the route of a swap in which the pool's liquidity is constant.
     *
     * @param from price at the start, Q64.96
     * @param to price at the end, Q64.96; equal to {@code from} if the price did not move
     * @param liquidity the pool's liquidity
     * @param fee fee of this segment, raw units of the input token
     * @param inToken0 whether the input is token0, so that the price falls
     */
    public record Segment(BigInteger from, BigInteger to, BigInteger liquidity, BigInteger fee, boolean inToken0) {

        public BigInteger lower() {
            return inToken0 ? to : from;
        }

        public BigInteger upper() {
            return inToken0 ? from : to;
        }
    }

    private final BigInteger feePips;
    private final BigInteger netPips;
    private final CrossedTickSolver tickSolver;

    public SwapRouteFinder(int feePips, CrossedTickSolver tickSolver) {
        this.feePips = BigInteger.valueOf(feePips);
        this.netPips = PIPS.subtract(this.feePips);
        this.tickSolver = tickSolver;
    }

    /** Finds the route of a swap, given price and liquidity before it. */
    public SwapRoute find(BigInteger price, BigInteger liquidity, Swap swap) {
        boolean inToken0 = swap.amount0().signum() > 0;
        BigInteger gross = inToken0 ? swap.amount0() : swap.amount1();
        BigInteger end = swap.price().sqrtPriceX96();
        if (gross.signum() <= 0) {
            return new SwapRoute(List.of(), true);
        }
        if (inToken0 ? end.compareTo(price) > 0 : end.compareTo(price) < 0) {
            return unprovenRoute(end, end, swap.liquidity(), gross, inToken0);
        }
        // The last segment has the liquidity after the swap, even if a mint or burn between the swaps changed it.
        List<Segment> route = lastSegment(price, end, swap.liquidity(), gross, inToken0)
                .map(List::of)
                .orElseGet(() -> crossingSegments(price, end, liquidity, swap.liquidity(), gross, inToken0));
        return route.isEmpty()
                ? unprovenRoute(price, end, swap.liquidity(), gross, inToken0)
                : new SwapRoute(route, true);
    }

    /** One segment with the fee on the whole input. */
    SwapRoute unprovenRoute(BigInteger from, BigInteger to, BigInteger liquidity, BigInteger gross, boolean inToken0) {
        return new SwapRoute(
                List.of(new Segment(from, to, liquidity, gross.multiply(feePips).divide(PIPS), inToken0)), false);
    }

    /**
     * Returns the last segment of a route if it is possible: the part of the input that does not move the price must equal the fee
     * of the pool, except for rounding.
     */
    private Optional<Segment> lastSegment(
            BigInteger from, BigInteger to, BigInteger liquidity, BigInteger gross, boolean inToken0) {
        if (liquidity.signum() <= 0) {
            return Optional.empty();
        }
        BigInteger net = netInput(from, to, liquidity, inToken0);
        Segment last = new Segment(from, to, liquidity, gross.subtract(net), inToken0);
        BigInteger feeDifference = last.fee().subtract(ceilingFee(net)).abs();
        boolean isConsistent = last.fee().signum() >= 0
                && feeDifference.compareTo(inputPerPriceUnit(last).add(MAX_ROUNDING_UNITS)) <= 0;
        return isConsistent ? Optional.of(last) : Optional.empty();
    }

    private List<Segment> crossingSegments(
            BigInteger from, BigInteger to, BigInteger before, BigInteger after, BigInteger gross, boolean inToken0) {
        if (before.equals(after) || from.equals(to)) {
            return List.of();
        }
        CrossedTickSolver.SwapNumbers event = new CrossedTickSolver.SwapNumbers(
                from.doubleValue(),
                to.doubleValue(),
                to.subtract(from).doubleValue(),
                after.doubleValue(),
                before.subtract(after).doubleValue(),
                gross.doubleValue(),
                inToken0);
        BigInteger edge = tickSolver.nearestTick(tickSolver.estimateTick(event)).sqrtRatioX96();
        if (edge.compareTo(from.min(to)) < 0 || edge.compareTo(from.max(to)) > 0) {
            return List.of();
        }
        BigInteger net = netInput(from, edge, before, inToken0);
        BigInteger feeBeforeTick = ceilingFee(net);
        return lastSegment(edge, to, after, gross.subtract(net).subtract(feeBeforeTick), inToken0)
                .map(last -> List.of(new Segment(from, edge, before, feeBeforeTick, inToken0), last))
                .orElse(List.of());
    }

    /** Input that moves the price by one unit. Less input does not move it and is only fee. */
    private static BigInteger inputPerPriceUnit(Segment last) {
        return last.inToken0()
                ? last.liquidity().shiftLeft(96).divide(last.to().multiply(last.to()))
                : last.liquidity().shiftRight(96);
    }

    private BigInteger ceilingFee(BigInteger net) {
        return net.multiply(feePips).add(netPips).subtract(BigInteger.ONE).divide(netPips);
    }

    private static BigInteger netInput(BigInteger from, BigInteger to, BigInteger liquidity, boolean inToken0) {
        return inToken0
                ? SqrtPriceMath.getAmount0Delta(to, from, liquidity, true)
                : SqrtPriceMath.getAmount1Delta(from, to, liquidity, true);
    }
}
