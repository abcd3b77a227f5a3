package weir.backtest.internal.v3;

/**
 * Computes the fee of a segment of constant liquidity with double-doubles and an error bound that proves the result. The input
 * consists of the net amount, which moves the price, and the fee. Results are fields, because a returned pair would be an object
 * per swap. Not thread-safe.
 */
final class SegmentFee {

    private static final double Q96 = 0x1p96;

    /** Larger amounts, which no real pool has, are not computed here. */
    private static final double MAX_AMOUNT = 0x1p100;

    /** Below this fee, doubles are precise enough to check it. */
    private static final double SMALL_FEE = 0x1p47;

    /** With a larger error, rounding up to an integer might be wrong. */
    private static final double MAX_ERROR = 0x1p-10;

    /** Relative error of a few double-double operations, each accurate to 2^-101. */
    private static final double OPERATION_ERROR = 0x1p-98;

    /** Prices are rounded to 106 bits, so cancellation in their difference increases the error. */
    private static final double PRICE_ERROR = 0x1p-103;

    /** If two inputs differ by more raw units than this, rounding cannot explain it. */
    private static final double MIN_CERTAIN_INPUT_DIFFERENCE = 8;

    /**
     * Allowed differences of a fee from the unrounded fee. {@link SwapRouteFinder} accepts a fee within 2 of the fee rounded up, so
     * within -1 and 2 of the unrounded one; the margin of 0.1 covers errors of doubles.
     */
    private static final double MIN_ROUNDING = -0.9;

    private static final double MAX_ROUNDING = 1.9;

    private final DoubleDouble feePerNet;

    /** The last net amount before rounding, raw units, and its error bound. */
    private double unroundedNetHigh;

    private double unroundedNetLow;
    private double unroundedNetError;

    /** The last net amount, raw units, rounded up as in the pool. */
    double roundedNetHigh;

    double roundedNetLow;

    /** The last fee, raw units. */
    double feeHigh;

    double feeLow;

    SegmentFee(int feePips) {
        feePerNet = DoubleDouble.quotient(feePips, 1_000_000 - feePips);
    }

    /** Computes the fee of a swap that ends in this segment. Returns false if it is not proven that the pool takes this fee. */
    boolean computeFeeOfLastSegment(
            boolean inToken0, DoubleDouble liquidity, DoubleDouble before, DoubleDouble after, DoubleDouble gross) {
        computeNetAmount(inToken0, liquidity, before, after);
        if (!roundNetIfCertain() || !(gross.high() < MAX_AMOUNT)) {
            return false;
        }
        // Both differences are exact: the numbers are integers of the same size, otherwise the check below fails.
        DoubleDouble fee = DoubleDouble.sum(gross.high() - roundedNetHigh, gross.low() - roundedNetLow);
        feeHigh = fee.high();
        feeLow = fee.low();
        return feeHigh >= 0
                && (feeHigh < SMALL_FEE
                        ? isWithinRounding(feeHigh - roundedNetHigh * feePerNet.high())
                        : isPoolFee(fee));
    }

    private boolean isPoolFee(DoubleDouble fee) {
        return isWithinRounding(fee.minus(new DoubleDouble(roundedNetHigh, roundedNetLow).times(feePerNet))
                .high());
    }

    private static boolean isWithinRounding(double difference) {
        return difference > MIN_ROUNDING && difference < MAX_ROUNDING;
    }

    /** Computes the fee of a segment that a swap crosses from end to end. Returns false if it is not proven. */
    boolean computeFeeOfCrossedSegment(
            boolean inToken0, DoubleDouble liquidity, DoubleDouble before, DoubleDouble after) {
        computeNetAmount(inToken0, liquidity, before, after);
        if (!roundNetIfCertain()) {
            return false;
        }
        DoubleDouble fee = new DoubleDouble(roundedNetHigh, roundedNetLow).times(feePerNet);
        double uncertainty = fee.high() * OPERATION_ERROR;
        feeHigh = ceilingHigh(fee.high(), fee.low(), uncertainty);
        feeLow = ceilingLow(fee.high(), fee.low());
        return feeHigh > 0 && uncertainty < MAX_ERROR;
    }

    /**
     * Whether a swap provably does not end in this segment: its input differs by more than the rounding of amounts and price
     * explains.
     */
    boolean certainlyEndsElsewhere(
            boolean inToken0, DoubleDouble liquidity, DoubleDouble before, DoubleDouble after, DoubleDouble gross) {
        computeNetAmount(inToken0, liquidity, before, after);
        DoubleDouble amount = new DoubleDouble(unroundedNetHigh, unroundedNetLow);
        double difference = gross.minus(amount).minus(amount.times(feePerNet)).high();
        double inputPerPriceUnit =
                inToken0 ? liquidity.high() * Q96 / (after.high() * after.high()) : liquidity.high() / Q96;
        return unroundedNetError < 1
                && gross.high() < MAX_AMOUNT
                && Math.abs(difference) > MIN_CERTAIN_INPUT_DIFFERENCE + 2 * inputPerPriceUnit;
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

    /** Both branches call this method, because a pair in a shared variable would be an object. */
    private void setNetAmount(DoubleDouble amount, double ofHigherPrice) {
        unroundedNetHigh = amount.high();
        unroundedNetLow = amount.low();
        unroundedNetError = unroundedNetHigh * OPERATION_ERROR + ofHigherPrice * PRICE_ERROR;
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
