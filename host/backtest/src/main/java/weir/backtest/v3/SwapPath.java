package weir.backtest.v3;

import java.math.BigInteger;
import java.util.List;
import weir.strategy.Swap;
import weir.uniswap.v3.SqrtPriceMath;
import weir.uniswap.v3.SwapMath;
import weir.uniswap.v3.TickMath;

/**
 * Works out which stretches a swap crossed from what its event tells. The event gives price and liquidity afterwards, the
 * one before it price and liquidity at first, and the input is known to the unit; so a guess about the way can be proven
 * by the pool's own arithmetic: it must ask for exactly that input. Four guesses are tried: liquidity stayed; it was changed
 * between the swaps by a mint or burn; it changed at one initialised tick, which the input determines; otherwise the way
 * stays {@linkplain Way#proven unproven} and is taken as one stretch with the final liquidity. Pure and thread-safe.
 */
final class SwapPath {

    private static final BigInteger PIPS = BigInteger.valueOf(SwapMath.PIPS);

    /** Whole units by which rounding may differ between a step and its parts. */
    private static final BigInteger ROUNDING = BigInteger.TWO;

    /** Scale of the reciprocal of a price: enough bits for the highest one. */
    private static final int RECIPROCAL = 320;

    private final BigInteger fee;
    private final BigInteger lessFee;

    SwapPath(int feePips) {
        this.fee = BigInteger.valueOf(feePips);
        this.lessFee = PIPS.subtract(fee);
    }

    /**
     * A swap's way.
     *
     * @param segments in the order they were crossed
     * @param proven whether the pool's arithmetic confirms them
     */
    record Way(List<Segment> segments, boolean proven) {}

    /** The way of {@code swap} when the pool stood at this price with this liquidity before it. */
    Way find(BigInteger price, BigInteger liquidity, Swap swap) {
        boolean inToken0 = swap.amount0().signum() > 0;
        BigInteger gross = inToken0 ? swap.amount0() : swap.amount1();
        BigInteger end = swap.price().sqrtPriceX96();
        if (gross.signum() <= 0) {
            return new Way(List.of(), true);
        }
        if (inToken0 ? end.compareTo(price) > 0 : end.compareTo(price) < 0) {
            return guess(end, end, swap.liquidity(), gross, inToken0);
        }
        Segment unchanged = rest(price, end, liquidity, gross, inToken0);
        if (holds(unchanged)) {
            return new Way(List.of(unchanged), true);
        }
        Segment changed = rest(price, end, swap.liquidity(), gross, inToken0);
        if (holds(changed)) {
            return new Way(List.of(changed), true);
        }
        List<Segment> crossing = crossing(price, end, liquidity, swap.liquidity(), gross, inToken0);
        return crossing.isEmpty() ? guess(price, end, swap.liquidity(), gross, inToken0) : new Way(crossing, true);
    }

    /** One stretch with the fee that the input must have paid in all, whatever its way was. */
    Way guess(BigInteger from, BigInteger to, BigInteger liquidity, BigInteger gross, boolean inToken0) {
        return new Way(
                List.of(new Segment(from, to, liquidity, gross.multiply(fee).divide(PIPS), inToken0)), false);
    }

    /** The last stretch of a way: all input that does not move the price is fee. */
    private static Segment rest(
            BigInteger from, BigInteger to, BigInteger liquidity, BigInteger gross, boolean inToken0) {
        return new Segment(from, to, liquidity, gross.subtract(net(from, to, liquidity, inToken0)), inToken0);
    }

    private List<Segment> crossing(
            BigInteger from, BigInteger to, BigInteger before, BigInteger after, BigInteger gross, boolean inToken0) {
        if (before.equals(after) || from.equals(to)) {
            return List.of();
        }
        int near = crossed(from, to, before, after, gross, inToken0);
        for (int tick = Math.max(near - 1, TickMath.MIN_TICK); tick <= Math.min(near + 1, TickMath.MAX_TICK); tick++) {
            BigInteger edge = TickMath.getSqrtRatioAtTick(tick);
            if (edge.compareTo(from.min(to)) < 0 || edge.compareTo(from.max(to)) > 0) {
                continue;
            }
            BigInteger net = net(from, edge, before, inToken0);
            BigInteger paid = ceilingFee(net);
            Segment first = new Segment(from, edge, before, paid, inToken0);
            Segment second = rest(edge, to, after, gross.subtract(net).subtract(paid), inToken0);
            if (holds(second)) {
                return List.of(first, second);
            }
        }
        return List.of();
    }

    /**
     * The tick at which the liquidity must have changed so that the input comes out: before * (s - from) + after * (to - s)
     * = input without fee, solved for s; for token0 the same with reciprocals of the prices.
     */
    private int crossed(
            BigInteger from, BigInteger to, BigInteger before, BigInteger after, BigInteger gross, boolean inToken0) {
        BigInteger net = gross.multiply(lessFee).divide(PIPS);
        BigInteger a = inToken0 ? BigInteger.ONE.shiftLeft(RECIPROCAL).divide(from) : from;
        BigInteger b = inToken0 ? BigInteger.ONE.shiftLeft(RECIPROCAL).divide(to) : to;
        // liquidity * 2^96 / price is liquidity * reciprocal / 2^(RECIPROCAL - 96).
        BigInteger scaled = net.shiftLeft(inToken0 ? RECIPROCAL - 96 : 96);
        BigInteger solved =
                scaled.add(before.multiply(a)).subtract(after.multiply(b)).divide(before.subtract(after));
        BigInteger clamped = solved.max(a.min(b)).min(a.max(b));
        BigInteger edge = inToken0 ? BigInteger.ONE.shiftLeft(RECIPROCAL).divide(clamped) : clamped;
        return TickMath.getTickAtSqrtRatio(
                edge.max(TickMath.MIN_SQRT_RATIO).min(TickMath.MAX_SQRT_RATIO.subtract(BigInteger.ONE)));
    }

    /** Whether the fee of a way's last stretch is what the pool takes: the rate, but for rounding. */
    private boolean holds(Segment last) {
        if (last.fee().signum() < 0 || last.liquidity().signum() <= 0) {
            return false;
        }
        BigInteger net = net(last.from(), last.to(), last.liquidity(), last.inToken0());
        BigInteger off = last.fee().subtract(ceilingFee(net)).abs();
        return off.compareTo(granule(last).add(ROUNDING)) <= 0;
    }

    /** What one unit of price is worth: input below it moves nothing and is all fee. */
    private static BigInteger granule(Segment last) {
        return last.inToken0()
                ? last.liquidity().shiftLeft(96).divide(last.to().multiply(last.to()))
                : last.liquidity().shiftRight(96);
    }

    private BigInteger ceilingFee(BigInteger net) {
        return net.multiply(fee).add(lessFee).subtract(BigInteger.ONE).divide(lessFee);
    }

    private static BigInteger net(BigInteger from, BigInteger to, BigInteger liquidity, boolean inToken0) {
        return inToken0
                ? SqrtPriceMath.getAmount0Delta(to, from, liquidity, true)
                : SqrtPriceMath.getAmount1Delta(from, to, liquidity, true);
    }
}
