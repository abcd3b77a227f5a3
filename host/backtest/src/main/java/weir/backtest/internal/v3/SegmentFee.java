package weir.backtest.internal.v3;

/**
 * The fee of a stretch of constant liquidity to the unit, in pairs of doubles with a bound on their error: what the input is
 * above the net amount that moved the price. Results lie in fields because a returned pair would be an object for each swap.
 * Not thread-safe.
 */
final class SegmentFee {

    private static final double Q96 = 0x1p96;

    /** Larger numbers than any real pool's are left to whole numbers. */
    private static final double TOO_LARGE = 0x1p100;

    /** Of a smaller number one unit is far more than a double's precision. */
    private static final double SMALL = 0x1p47;

    /** A larger error might hide on which side of a whole unit a number lies. */
    private static final double TOO_VAGUE = 0x1p-10;

    /** Relative error of a few operations on pairs of doubles, each of which is good to 2^-101. */
    private static final double ROUNDED = 0x1p-98;

    /** The prices themselves are rounded to 106 bits: what cancels in their difference weighs on the error. */
    private static final double GIVEN = 0x1p-103;

    /** Whole units by which an input must miss to be surely another one. */
    private static final double MISSED = 8;

    private final DoubleDouble feePerNet;

    /** The last net amount, and the bound on its error. */
    private double amountHigh;

    private double amountLow;
    private double error;

    /** The last net amount in whole units, rounded up as the pool does. */
    double netHigh;

    double netLow;

    /** The last fee in whole units. */
    double high;

    double low;

    SegmentFee(int feePips) {
        feePerNet = DoubleDouble.quotient(feePips, 1_000_000 - feePips);
    }

    /** Takes the fee out of an input that ends on this stretch; false if it is in doubt whether the pool takes so much. */
    boolean within(
            boolean inToken0, DoubleDouble liquidity, DoubleDouble before, DoubleDouble after, DoubleDouble gross) {
        move(inToken0, liquidity, before, after);
        if (!roundNet() || !(gross.high() < TOO_LARGE)) {
            return false;
        }
        // Both differences are exact: the numbers are whole, and of the same size unless the check below fails.
        DoubleDouble fee = DoubleDouble.sum(gross.high() - netHigh, gross.low() - netLow);
        high = fee.high();
        low = fee.low();
        return high >= 0 && (high < SMALL ? fits(high - netHigh * feePerNet.high()) : fits(fee));
    }

    private boolean fits(DoubleDouble fee) {
        return fits(
                fee.minus(new DoubleDouble(netHigh, netLow).times(feePerNet)).high());
    }

    private static boolean fits(double off) {
        return off > -0.9 && off < 1.9;
    }

    /** The fee that the pool adds to a stretch crossed from end to end; false if it is in doubt. */
    boolean across(boolean inToken0, DoubleDouble liquidity, DoubleDouble before, DoubleDouble after) {
        move(inToken0, liquidity, before, after);
        if (!roundNet()) {
            return false;
        }
        DoubleDouble fee = new DoubleDouble(netHigh, netLow).times(feePerNet);
        double doubt = fee.high() * ROUNDED;
        high = ceiling(fee.high(), fee.low(), doubt);
        low = ceilingRest(fee.high(), fee.low());
        return high > 0 && doubt < TOO_VAGUE;
    }

    /** Whether an input surely did not end on this stretch: it misses by more than rounding and a unit of price explain. */
    boolean surelyNotWithin(
            boolean inToken0, DoubleDouble liquidity, DoubleDouble before, DoubleDouble after, DoubleDouble gross) {
        move(inToken0, liquidity, before, after);
        DoubleDouble amount = new DoubleDouble(amountHigh, amountLow);
        double off = gross.minus(amount).minus(amount.times(feePerNet)).high();
        double granule = inToken0 ? liquidity.high() * Q96 / (after.high() * after.high()) : liquidity.high() / Q96;
        return error < 1 && gross.high() < TOO_LARGE && Math.abs(off) > MISSED + 2 * granule;
    }

    /** Token0: liquidity * (before - after) * 2^96 / (before * after); token1: liquidity * (after - before) / 2^96. */
    private void move(boolean inToken0, DoubleDouble liquidity, DoubleDouble before, DoubleDouble after) {
        if (inToken0) {
            DoubleDouble product = before.times(after);
            double inverse = 1 / product.high();
            moved(
                    liquidity.times(before.minus(after)).scaled(Q96).over(product, inverse),
                    liquidity.high() * Q96 * inverse * before.high());
        } else {
            moved(liquidity.times(after.minus(before)).scaled(1 / Q96), liquidity.high() / Q96 * after.high());
        }
    }

    /** In both branches apart: two pairs that meet in one variable would have to be objects. */
    private void moved(DoubleDouble amount, double ofHigherPrice) {
        amountHigh = amount.high();
        amountLow = amount.low();
        error = amountHigh * ROUNDED + ofHigherPrice * GIVEN;
    }

    private boolean roundNet() {
        netHigh = ceiling(amountHigh, amountLow, error);
        netLow = ceilingRest(amountHigh, amountLow);
        return netHigh > 0 && error < TOO_VAGUE;
    }

    /** The larger part of a number rounded up; not a number where its error leaves that in doubt. */
    private static double ceiling(double high, double low, double error) {
        double whole = Math.rint(high);
        if (high == whole) {
            return Math.abs(low - Math.rint(low)) > error ? high : Double.NaN;
        }
        return Math.abs(high - whole) > Math.abs(low) + error ? Math.ceil(high) : Double.NaN;
    }

    /** The other part. */
    private static double ceilingRest(double high, double low) {
        return high == Math.rint(high) ? Math.ceil(low) : 0;
    }
}
