package weir.backtest.internal.v3;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import weir.strategy.Swap;
import weir.uniswap.v3.SwapFee;
import weir.uniswap.v3.SwapMath;

/**
 * Finds the route of a swap. The event of the swap has its amounts, and price and liquidity after it; the previous event has price
 * and liquidity before it. A route is proven if the arithmetic of the pool pays exactly the recorded output for it; the fee is the part of
 * the input that does not move the price. It tries two routes: one segment with the liquidity after the swap, and two segments divided by
 * an initialised tick, which follows from the output. Otherwise the route is unproven: one segment with the liquidity after the swap.
 * Not thread-safe.
 */
public final class SwapRouteFinder {

    private static final BigInteger PIPS = BigInteger.valueOf(SwapMath.PIPS);

    /**
     * The route of a swap: the price segments that it crossed.
     *
     * @param segments segments in the order of the swap
     * @param isProven whether the arithmetic of the pool pays exactly the recorded output for these segments
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

    private final int feePips;
    private final CrossedTickSolver tickSolver;

    /** @param feePips fee of unproven routes, and of swaps that are too small to tell their fee */
    public SwapRouteFinder(int feePips, CrossedTickSolver tickSolver) {
        this.feePips = feePips;
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
        // The last segment has the liquidity after the swap, even if a mint or burn between the swaps changed it.
        Optional<SwapFee> fee = SwapFee.between(price, end, swap.liquidity(), swap.amount0(), swap.amount1());
        if (fee.isPresent()) {
            Segment only = new Segment(price, end, swap.liquidity(), fee.get().amount(), inToken0);
            return new SwapRoute(List.of(only), true);
        }
        if (inToken0 ? end.compareTo(price) > 0 : end.compareTo(price) < 0) {
            return unprovenRoute(end, end, swap.liquidity(), gross, inToken0);
        }
        List<Segment> route = crossingSegments(price, liquidity, swap, gross, inToken0);
        return route.isEmpty()
                ? unprovenRoute(price, end, swap.liquidity(), gross, inToken0)
                : new SwapRoute(route, true);
    }

    /** One segment with the fee on the whole input. */
    private SwapRoute unprovenRoute(
            BigInteger from, BigInteger to, BigInteger liquidity, BigInteger gross, boolean inToken0) {
        BigInteger fee = gross.multiply(BigInteger.valueOf(feePips)).divide(PIPS);
        return new SwapRoute(List.of(new Segment(from, to, liquidity, fee, inToken0)), false);
    }

    private List<Segment> crossingSegments(
            BigInteger from, BigInteger before, Swap swap, BigInteger gross, boolean inToken0) {
        BigInteger to = swap.price().sqrtPriceX96();
        BigInteger after = swap.liquidity();
        BigInteger output = (inToken0 ? swap.amount1() : swap.amount0()).negate();
        if (before.equals(after) || from.equals(to)) {
            return List.of();
        }
        CrossedTickSolver.SwapNumbers event = new CrossedTickSolver.SwapNumbers(
                from.doubleValue(),
                to.doubleValue(),
                to.subtract(from).doubleValue(),
                after.doubleValue(),
                before.subtract(after).doubleValue(),
                output.doubleValue(),
                inToken0);
        BigInteger edge = tickSolver.nearestTick(tickSolver.estimateTick(event)).sqrtRatioX96();
        if (edge.compareTo(from.min(to)) < 0 || edge.compareTo(from.max(to)) > 0) {
            return List.of();
        }
        BigInteger net = SwapFee.netInput(from, edge, before, inToken0);
        BigInteger restIn = gross.subtract(net);
        BigInteger restOut =
                output.subtract(SwapFee.output(from, edge, before, inToken0)).negate();
        Optional<SwapFee> rest = restIn.signum() <= 0
                ? Optional.empty()
                : SwapFee.between(edge, to, after, inToken0 ? restIn : restOut, inToken0 ? restOut : restIn);
        // What is left after both movements is the fee of both segments.
        return rest.map(fee -> new SwapFee(inToken0, gross, fee.amount()))
                .map(fee -> {
                    BigInteger feeBeforeTick = feeOfCrossedSegment(net, fee);
                    return List.of(
                            new Segment(from, edge, before, feeBeforeTick, inToken0),
                            new Segment(edge, to, after, fee.amount().subtract(feeBeforeTick), inToken0));
                })
                .orElse(List.of());
    }

    /** The fee of a segment that a swap crosses from end to end, rounded up as in the pool. */
    private BigInteger feeOfCrossedSegment(BigInteger net, SwapFee fee) {
        int pips = fee.input().compareTo(SwapFee.MIN_INPUT_OF_EXACT_PIPS) < 0 ? feePips : fee.pips();
        BigInteger netPips = BigInteger.valueOf(SwapMath.PIPS - pips);
        return netPips.signum() <= 0
                ? fee.amount()
                : net.multiply(BigInteger.valueOf(pips))
                        .add(netPips)
                        .subtract(BigInteger.ONE)
                        .divide(netPips)
                        .min(fee.amount());
    }
}
