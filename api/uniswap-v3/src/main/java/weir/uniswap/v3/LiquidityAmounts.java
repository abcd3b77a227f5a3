package weir.uniswap.v3;

import java.math.BigInteger;

/**
 * Converts token amounts to liquidity and back. Prices are in the form of {@code sqrtPriceX96}; those of a range's two ends
 * (A and B) may come in either order; amounts are raw token units. Pure and thread-safe.
 *
 * <p>Two formulas convert amounts to liquidity, and their results differ in the last digits. {@link #getLiquidityForAmounts} is the
 * formula of the contract that opens positions ({@code LiquidityAmounts.sol}); it rounds an intermediate result for token0.
 * {@link #maxLiquidityForAmounts} is the formula of the v3-sdk with full precision, which the validator uses; it rounds the result only.
 */
public final class LiquidityAmounts {

    private static final int FRACTION_BITS = 96;

    private LiquidityAmounts() {}

    /**
     * The largest liquidity that v3-periphery mints for the amounts at a price. If the price is in the range, each token allows a
     * liquidity, and the smaller one is returned; otherwise only one token is needed.
     *
     * @throws ArithmeticException if the range has no width
     */
    public static BigInteger getLiquidityForAmounts(
            BigInteger sqrtRatioX96,
            BigInteger sqrtRatioAX96,
            BigInteger sqrtRatioBX96,
            BigInteger amount0,
            BigInteger amount1) {
        BigInteger lower = sqrtRatioAX96.min(sqrtRatioBX96);
        BigInteger upper = sqrtRatioAX96.max(sqrtRatioBX96);
        if (sqrtRatioX96.compareTo(lower) <= 0) {
            return liquidityForAmount0(lower, upper, amount0);
        }
        return sqrtRatioX96.compareTo(upper) < 0
                ? liquidityForAmount0(sqrtRatioX96, upper, amount0)
                        .min(liquidityForAmount1(lower, sqrtRatioX96, amount1))
                : liquidityForAmount1(lower, upper, amount1);
    }

    /**
     * The largest liquidity that the amounts allow at a price, without intermediate rounding: {@code maxLiquidityForAmounts} with
     * {@code useFullPrecision} of the v3-sdk, and the validator's {@code get_liquidity_for_amounts}. Negative amounts, which occur only
     * in the validator, give a negative liquidity, rounded down.
     *
     * @throws ArithmeticException if the range has no width
     */
    public static BigInteger maxLiquidityForAmounts(
            BigInteger sqrtRatioX96,
            BigInteger sqrtRatioAX96,
            BigInteger sqrtRatioBX96,
            BigInteger amount0,
            BigInteger amount1) {
        BigInteger lower = sqrtRatioAX96.min(sqrtRatioBX96);
        BigInteger upper = sqrtRatioAX96.max(sqrtRatioBX96);
        if (sqrtRatioX96.compareTo(lower) <= 0) {
            return maxLiquidityForAmount0(lower, upper, amount0);
        }
        return sqrtRatioX96.compareTo(upper) < 0
                ? maxLiquidityForAmount0(sqrtRatioX96, upper, amount0)
                        .min(liquidityForAmount1(lower, sqrtRatioX96, amount1))
                : liquidityForAmount1(lower, upper, amount1);
    }

    /**
     * The amounts of a position at a price, rounded down: {@code getAmountsForLiquidity} of v3-periphery. At an end of its range a
     * position counts as out of range. If the liquidity is not positive, the amounts are zero.
     */
    public static PositionAmounts getAmountsForLiquidity(
            BigInteger sqrtRatioX96, BigInteger sqrtRatioAX96, BigInteger sqrtRatioBX96, BigInteger liquidity) {
        if (liquidity.signum() <= 0) {
            return new PositionAmounts(liquidity, BigInteger.ZERO, BigInteger.ZERO);
        }
        BigInteger lower = sqrtRatioAX96.min(sqrtRatioBX96);
        BigInteger upper = sqrtRatioAX96.max(sqrtRatioBX96);
        // Below the price the range contains token1, above it token0.
        BigInteger split = sqrtRatioX96.max(lower).min(upper);
        return new PositionAmounts(
                liquidity,
                SqrtPriceMath.getAmount0Delta(split, upper, liquidity, false),
                SqrtPriceMath.getAmount1Delta(lower, split, liquidity, false));
    }

    /**
     * The part that a position uses of the amounts allocated to it: the validator's
     * {@code position_liquidity_and_used_amounts}, which it subtracts from the inventory at a rebalance.
     *
     * @param sqrtRatioX96 price at which the position is opened
     * @param tickLower one end of the range
     * @param tickUpper the other end
     * @param allocation0 allocated token0
     * @param allocation1 allocated token1
     * @throws IllegalArgumentException if a tick is outside +-887,272
     * @throws ArithmeticException if the range is empty
     */
    public static PositionAmounts getUsedAmounts(
            BigInteger sqrtRatioX96, int tickLower, int tickUpper, BigInteger allocation0, BigInteger allocation1) {
        BigInteger lower = TickMath.getSqrtRatioAtTick(tickLower);
        BigInteger upper = TickMath.getSqrtRatioAtTick(tickUpper);
        BigInteger liquidity = maxLiquidityForAmounts(sqrtRatioX96, lower, upper, allocation0, allocation1);
        return getAmountsForLiquidity(sqrtRatioX96, lower, upper, liquidity);
    }

    /** amount0 * (lower * upper / 2^96) / (upper - lower), rounded down twice, as the contract does. */
    private static BigInteger liquidityForAmount0(BigInteger lower, BigInteger upper, BigInteger amount0) {
        BigInteger intermediate = lower.multiply(upper).shiftRight(FRACTION_BITS);
        return Quotient.floor(amount0.multiply(intermediate), upper.subtract(lower));
    }

    /** amount0 * lower * upper / (2^96 * (upper - lower)), rounded down once. */
    private static BigInteger maxLiquidityForAmount0(BigInteger lower, BigInteger upper, BigInteger amount0) {
        BigInteger numerator = amount0.multiply(lower).multiply(upper);
        return Quotient.floor(numerator, upper.subtract(lower).shiftLeft(FRACTION_BITS));
    }

    /** amount1 * 2^96 / (upper - lower), rounded down; both formulas give the same. */
    private static BigInteger liquidityForAmount1(BigInteger lower, BigInteger upper, BigInteger amount1) {
        return Quotient.floor(amount1.shiftLeft(FRACTION_BITS), upper.subtract(lower));
    }
}
