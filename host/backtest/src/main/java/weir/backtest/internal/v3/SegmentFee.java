package weir.backtest.internal.v3;

/**
 * The fee of a segment of constant liquidity, to the unit, in double-doubles with an error bound: the input minus the net amount that
 * moves the price. Results are fields, because returning a pair would create an object per swap. Not thread-safe.
 */
final class SegmentFee {

    private static final double Q96 = 0x1p96;

    /** Larger numbers, which no real pool has, are left to exact integers. */
    private static final double MAX_AMOUNT = 0x1p100;

    /** Below this a unit is far above the precision of a double. */
    private static final double SMALL_FEE = 0x1p47;

    /** With a larger error a number might be on either side of an integer. */
    private static final double MAX_ERROR = 0x1p-10;

    /** Relative error of a few double-double operations, each accurate to 2^-101. */
    private static final double OPERATION_ERROR = 0x1p-98;

    /** Prices are rounded to 106 bits, so cancellation in their difference increases the error. */
    private static final double PRICE_ERROR = 0x1p-103;

    /** Units by which an input must differ to be certainly another one. */
    private static final double MIN_DIFFERENCE = 8;

    private final DoubleDouble feePerNet;

    /** The last net amount, and its error bound. */
    private double amountHigh;

    private double amountLow;
    private double amountError;

    /** The last net amount in units, rounded up as in the pool. */
    double netHigh;

    double netLow;

    /** The last fee in units. */
    double feeHigh;

    double feeLow;

    SegmentFee(int feePips) {
        feePerNet = DoubleDouble.quotient(feePips, 1_000_000 - feePips);
    }

    /** Computes the fee of an input that ends in this segment; false if it is in doubt whether the pool takes this fee. */
    boolean computeFinalSegment(
            boolean inToken0, DoubleDouble liquidity, DoubleDouble before, DoubleDouble after, DoubleDouble gross) {
        computeNetAmount(inToken0, liquidity, before, after);
        if (!roundNet() || !(gross.high() < MAX_AMOUNT)) {
            return false;
        }
        // Both differences are exact: the numbers are integers, and of the same size unless the check below fails.
        DoubleDouble fee = DoubleDouble.sum(gross.high() - netHigh, gross.low() - netLow);
        feeHigh = fee.high();
        feeLow = fee.low();
        return feeHigh >= 0 && (feeHigh < SMALL_FEE ? isPoolFee(feeHigh - netHigh * feePerNet.high()) : isPoolFee(fee));
    }

    private boolean isPoolFee(DoubleDouble fee) {
        return isPoolFee(
                fee.minus(new DoubleDouble(netHigh, netLow).times(feePerNet)).high());
    }

    private static boolean isPoolFee(double off) {
        return off > -0.9 && off < 1.9;
    }

    /** Computes the fee of a segment that is crossed from end to end; false if it is in doubt. */
    boolean computeCrossedSegment(boolean inToken0, DoubleDouble liquidity, DoubleDouble before, DoubleDouble after) {
        computeNetAmount(inToken0, liquidity, before, after);
        if (!roundNet()) {
            return false;
        }
        DoubleDouble fee = new DoubleDouble(netHigh, netLow).times(feePerNet);
        double doubt = fee.high() * OPERATION_ERROR;
        feeHigh = ceiling(fee.high(), fee.low(), doubt);
        feeLow = ceilingRest(fee.high(), fee.low());
        return feeHigh > 0 && doubt < MAX_ERROR;
    }

    /** Whether an input certainly did not end in this segment: it differs by more than rounding and a unit of price. */
    boolean certainlyEndsElsewhere(
            boolean inToken0, DoubleDouble liquidity, DoubleDouble before, DoubleDouble after, DoubleDouble gross) {
        computeNetAmount(inToken0, liquidity, before, after);
        DoubleDouble amount = new DoubleDouble(amountHigh, amountLow);
        double off = gross.minus(amount).minus(amount.times(feePerNet)).high();
        double inputPerPriceUnit =
                inToken0 ? liquidity.high() * Q96 / (after.high() * after.high()) : liquidity.high() / Q96;
        return amountError < 1 && gross.high() < MAX_AMOUNT && Math.abs(off) > MIN_DIFFERENCE + 2 * inputPerPriceUnit;
    }

    /** Token0: liquidity * (before - after) * 2^96 / (before * after); token1: liquidity * (after - before) / 2^96. */
    private void computeNetAmount(boolean inToken0, DoubleDouble liquidity, DoubleDouble before, DoubleDouble after) {
        if (inToken0) {
            DoubleDouble product = before.times(after);
            double inverse = 1 / product.high();
            setNetAmount(
                    liquidity.times(before.minus(after)).scaled(Q96).dividedBy(product, inverse),
                    liquidity.high() * Q96 * inverse * before.high());
        } else {
            setNetAmount(liquidity.times(after.minus(before)).scaled(1 / Q96), liquidity.high() / Q96 * after.high());
        }
    }

    /** Called in both branches: a pair assigned to a shared variable would be an object. */
    private void setNetAmount(DoubleDouble amount, double ofHigherPrice) {
        amountHigh = amount.high();
        amountLow = amount.low();
        amountError = amountHigh * OPERATION_ERROR + ofHigherPrice * PRICE_ERROR;
    }

    private boolean roundNet() {
        netHigh = ceiling(amountHigh, amountLow, amountError);
        netLow = ceilingRest(amountHigh, amountLow);
        return netHigh > 0 && amountError < MAX_ERROR;
    }

    /** The high part of a number rounded up; NaN if its error leaves that in doubt. */
    private static double ceiling(double high, double low, double error) {
        double whole = Math.rint(high);
        if (high == whole) {
            return Math.abs(low - Math.rint(low)) > error ? high : Double.NaN;
        }
        return Math.abs(high - whole) > Math.abs(low) + error ? Math.ceil(high) : Double.NaN;
    }

    /** The low part of a number rounded up. */
    private static double ceilingRest(double high, double low) {
        return high == Math.rint(high) ? Math.ceil(low) : 0;
    }
}
