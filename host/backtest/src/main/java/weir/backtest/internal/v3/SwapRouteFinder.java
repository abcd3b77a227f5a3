package weir.backtest.internal.v3;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import weir.strategy.Swap;
import weir.uniswap.v3.SqrtPriceMath;
import weir.uniswap.v3.SwapMath;

/**
 * Works out which stretches a swap crossed from what its event tells. The event gives price and liquidity afterwards, the
 * one before it price and liquidity at first, and the input is known to the unit; so a guess about the way can be proven
 * by the pool's own arithmetic: it must ask for exactly that input. Two guesses are tried: the final liquidity was there all
 * the way (it stayed, or a mint or burn between the swaps changed it); it changed at one initialised tick, which the input
 * determines. Otherwise the way stays {@linkplain Way#proven unproven} and is taken as one stretch with the final liquidity.
 * Not thread-safe.
 */
public final class SwapRouteFinder {

    private static final BigInteger PIPS = BigInteger.valueOf(SwapMath.PIPS);

    /** Whole units by which rounding may differ between a step and its parts. */
    private static final BigInteger ROUNDING = BigInteger.TWO;

    private final BigInteger fee;
    private final BigInteger lessFee;
    private final CrossedTickSolver ticks;

    public SwapRouteFinder(int feePips, CrossedTickSolver ticks) {
        this.fee = BigInteger.valueOf(feePips);
        this.lessFee = PIPS.subtract(fee);
        this.ticks = ticks;
    }

    /**
     * A swap's way.
     *
     * @param segments in the order they were crossed
     * @param proven whether the pool's arithmetic confirms them
     */
    public record Way(List<Segment> segments, boolean proven) {}

    /** The way of {@code swap} when the pool stood at this price with this liquidity before it. */
    public Way find(BigInteger price, BigInteger liquidity, Swap swap) {
        boolean inToken0 = swap.amount0().signum() > 0;
        BigInteger gross = inToken0 ? swap.amount0() : swap.amount1();
        BigInteger end = swap.price().sqrtPriceX96();
        if (gross.signum() <= 0) {
            return new Way(List.of(), true);
        }
        if (inToken0 ? end.compareTo(price) > 0 : end.compareTo(price) < 0) {
            return guess(end, end, swap.liquidity(), gross, inToken0);
        }
        // Whatever the liquidity was before, it is the final one on the last stretch.
        List<Segment> way = last(price, end, swap.liquidity(), gross, inToken0)
                .map(List::of)
                .orElseGet(() -> crossing(price, end, liquidity, swap.liquidity(), gross, inToken0));
        return way.isEmpty() ? guess(price, end, swap.liquidity(), gross, inToken0) : new Way(way, true);
    }

    /** One stretch with the fee that the input must have paid in all, whatever its way was. */
    Way guess(BigInteger from, BigInteger to, BigInteger liquidity, BigInteger gross, boolean inToken0) {
        return new Way(
                List.of(new Segment(from, to, liquidity, gross.multiply(fee).divide(PIPS), inToken0)), false);
    }

    /**
     * The last stretch of a way, if it can be: all input that does not move the price is fee, and the fee must be what the
     * pool takes, but for rounding.
     */
    private Optional<Segment> last(
            BigInteger from, BigInteger to, BigInteger liquidity, BigInteger gross, boolean inToken0) {
        if (liquidity.signum() <= 0) {
            return Optional.empty();
        }
        BigInteger net = net(from, to, liquidity, inToken0);
        Segment last = new Segment(from, to, liquidity, gross.subtract(net), inToken0);
        BigInteger off = last.fee().subtract(ceilingFee(net)).abs();
        boolean holds = last.fee().signum() >= 0 && off.compareTo(granule(last).add(ROUNDING)) <= 0;
        return holds ? Optional.of(last) : Optional.empty();
    }

    private List<Segment> crossing(
            BigInteger from, BigInteger to, BigInteger before, BigInteger after, BigInteger gross, boolean inToken0) {
        if (before.equals(after) || from.equals(to)) {
            return List.of();
        }
        CrossedTickSolver.Event event = new CrossedTickSolver.Event(
                from.doubleValue(),
                to.doubleValue(),
                to.subtract(from).doubleValue(),
                after.doubleValue(),
                before.subtract(after).doubleValue(),
                gross.doubleValue(),
                inToken0);
        BigInteger edge = ticks.nearest(ticks.estimate(event)).sqrtRatioX96();
        if (edge.compareTo(from.min(to)) < 0 || edge.compareTo(from.max(to)) > 0) {
            return List.of();
        }
        BigInteger net = net(from, edge, before, inToken0);
        BigInteger paid = ceilingFee(net);
        return last(edge, to, after, gross.subtract(net).subtract(paid), inToken0)
                .map(last -> List.of(new Segment(from, edge, before, paid, inToken0), last))
                .orElse(List.of());
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
