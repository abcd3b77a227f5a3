package weir.backtest.internal.v3;

import weir.uniswap.v3.SwapMath;

/**
 * Computes the fee of a segment of constant liquidity with double-doubles and an error bound that proves the result. The output has no
 * fee, so it proves the segment. The input consists of the net amount, which moves the price, and the fee. Results are fields, because a
 * returned pair would be an object per swap. Not thread-safe.
 */
final class SegmentFee {

    private static final double Q96 = 0x1p96;

    /** Larger amounts, which no real pool has, are not computed here. */
    private static final double MAX_AMOUNT = 0x1p100;

    /** With a larger error, rounding to an integer might be wrong. */
    private static final double MAX_ERROR = 0x1p-10;

    /** Relative error of a few double-double operations, each accurate to 2^-101. */
    private static final double OPERATION_ERROR = 0x1p-98;

    /** Prices are rounded to 106 bits, so cancellation in their difference increases the error. */
    private static final double PRICE_ERROR = 0x1p-103;

    /** If two outputs differ by more raw units than this, rounding cannot explain it. */
    private static final double MIN_CERTAIN_OUTPUT_DIFFERENCE = 8;

    /** The last net amount before rounding, raw units, and its error bound. */
    private double unroundedNetHigh;

    private double unroundedNetLow;
    private double unroundedNetError;

    /** The last output before rounding, raw units, and its error bound. */
    private double unroundedOutputHigh;

    private double unroundedOutputLow;
    private double unroundedOutputError;

    /** The last net amount, raw units, rounded up as in the pool. */
    double roundedNetHigh;

    double roundedNetLow;

    /** The last output, raw units, rounded down as in the pool. */
    double roundedOutputHigh;

    double roundedOutputLow;

    /** The last fee, raw units. */
    double feeHigh;

    double feeLow;

    /** Computes the fee of a swap that ends in this segment. Returns false if it is not proven that the pool pays this output. */
    boolean computeFeeOfLastSegment(
            boolean inToken0,
            DoubleDouble liquidity,
            DoubleDouble before,
            DoubleDouble after,
            DoubleDouble gross,
            DoubleDouble output) {
        computeAmounts(inToken0, liquidity, before, after);
        if (!roundNetIfCertain() || !(gross.high() < MAX_AMOUNT)) {
            return false;
        }
        double fraction = new DoubleDouble(unroundedOutputHigh, unroundedOutputLow)
                .minus(output)
                .high();
        if (!(fraction > unroundedOutputError && fraction < 1 - unroundedOutputError)) {
            return false;
        }
        // Both are integers of at most 2^100, so the difference is exact.
        DoubleDouble fee = gross.minus(new DoubleDouble(roundedNetHigh, roundedNetLow));
        feeHigh = fee.high();
        feeLow = fee.low();
        return feeHigh >= 0;
    }

    /** Computes net amount and output of a segment that a swap crosses from end to end. Returns false if they are not proven. */
    boolean computeCrossedSegment(boolean inToken0, DoubleDouble liquidity, DoubleDouble before, DoubleDouble after) {
        computeAmounts(inToken0, liquidity, before, after);
        roundedOutputHigh = -ceilingHigh(-unroundedOutputHigh, -unroundedOutputLow, unroundedOutputError);
        roundedOutputLow = -ceilingLow(-unroundedOutputHigh, -unroundedOutputLow);
        return roundNetIfCertain() && roundedOutputHigh >= 0;
    }

    /** Computes the fee for a net amount, rounded up as in the pool. Returns false if the rounding is not certain. */
    boolean computeFeeOfNet(double netHigh, double netLow, int pips) {
        DoubleDouble fee = new DoubleDouble(netHigh, netLow).times(DoubleDouble.quotient(pips, SwapMath.PIPS - pips));
        double uncertainty = fee.high() * OPERATION_ERROR;
        feeHigh = ceilingHigh(fee.high(), fee.low(), uncertainty);
        feeLow = ceilingLow(fee.high(), fee.low());
        return feeHigh > 0 && uncertainty < MAX_ERROR;
    }

    /**
     * Whether a swap provably does not end in this segment: its output differs by more than the rounding of amounts and price
     * explains.
     */
    boolean certainlyEndsElsewhere(
            boolean inToken0, DoubleDouble liquidity, DoubleDouble before, DoubleDouble after, DoubleDouble output) {
        computeAmounts(inToken0, liquidity, before, after);
        double difference = new DoubleDouble(unroundedOutputHigh, unroundedOutputLow)
                .minus(output)
                .high();
        double outputPerPriceUnit =
                inToken0 ? liquidity.high() / Q96 : liquidity.high() * Q96 / (after.high() * after.high());
        return unroundedOutputError < 1
                && output.high() < MAX_AMOUNT
                && Math.abs(difference) > MIN_CERTAIN_OUTPUT_DIFFERENCE + 2 * outputPerPriceUnit;
    }

    /** Token0: liquidity * (upper - lower) * 2^96 / (upper * lower); token1: liquidity * (upper - lower) / 2^96. */
    private void computeAmounts(boolean inToken0, DoubleDouble liquidity, DoubleDouble before, DoubleDouble after) {
        DoubleDouble product = before.times(after);
        double inverse = 1 / product.high();
        double perPrice0 = liquidity.high() * Q96 * inverse;
        double perPrice1 = liquidity.high() / Q96;
        if (inToken0) {
            DoubleDouble moved = liquidity.times(before.minus(after));
            setNet(moved.scaled(Q96).dividedBy(product, inverse), perPrice0 * before.high());
            setOutput(moved.scaled(1 / Q96), perPrice1 * before.high());
        } else {
            DoubleDouble moved = liquidity.times(after.minus(before));
            setNet(moved.scaled(1 / Q96), perPrice1 * after.high());
            setOutput(moved.scaled(Q96).dividedBy(product, inverse), perPrice0 * after.high());
        }
    }

    /** Both branches call this method, because a pair in a shared variable would be an object. */
    private void setNet(DoubleDouble amount, double ofHigherPrice) {
        unroundedNetHigh = amount.high();
        unroundedNetLow = amount.low();
        unroundedNetError = unroundedNetHigh * OPERATION_ERROR + ofHigherPrice * PRICE_ERROR;
    }

    private void setOutput(DoubleDouble amount, double ofHigherPrice) {
        unroundedOutputHigh = amount.high();
        unroundedOutputLow = amount.low();
        unroundedOutputError = unroundedOutputHigh * OPERATION_ERROR + ofHigherPrice * PRICE_ERROR;
    }

    private boolean roundNetIfCertain() {
        roundedNetHigh = ceilingHigh(unroundedNetHigh, unroundedNetLow, unroundedNetError);
        roundedNetLow = ceilingLow(unroundedNetHigh, unroundedNetLow);
        return roundedNetHigh > 0 && unroundedNetError < MAX_ERROR;
    }

    /** The high part of a number rounded up; NaN if the error does not determine it. */
    private static double ceilingHigh(double high, double low, double error) {
        double whole = Math.rint(high);
        if (high == whole) {
            return Math.abs(low - Math.rint(low)) > error ? high : Double.NaN;
        }
        return Math.abs(high - whole) > Math.abs(low) + error ? Math.ceil(high) : Double.NaN;
    }

    /** The low part of a number rounded up. */
    private static double ceilingLow(double high, double low) {
        return high == Math.rint(high) ? Math.ceil(low) : 0;
    }
}
