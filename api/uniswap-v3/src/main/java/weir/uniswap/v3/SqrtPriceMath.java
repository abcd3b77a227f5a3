package weir.uniswap.v3;

import java.math.BigInteger;

/**
 * Computes prices from amounts and amounts from prices while the liquidity is constant: every function of {@code SqrtPriceMath.sol} of
 * v3-core 1.0, exact to the raw unit. Prices are Q64.96 square roots, amounts are raw token units. Pure and thread-safe.
 *
 * <p>Where the contract reverts, the methods throw {@link IllegalArgumentException} for an invalid argument, and
 * {@link ArithmeticException} for an amount that exceeds the liquidity.
 */
public final class SqrtPriceMath {

    private static final int RESOLUTION = 96;
    private static final int UINT_160 = 160;
    private static final int UINT_256 = 256;

    private SqrtPriceMath() {}

    /**
     * The price after {@code amount} of token0 is added to, or removed from, the virtual reserves:
     * liquidity * P / (liquidity +- amount * P), rounded up. If this overflows 256 bits, it is
     * liquidity / (liquidity / P + amount), as in the contract.
     *
     * @throws ArithmeticException if the reserves are smaller than the removed amount
     */
    public static BigInteger getNextSqrtPriceFromAmount0RoundingUp(
            BigInteger sqrtPX96, BigInteger liquidity, BigInteger amount, boolean add) {
        if (amount.signum() == 0) {
            return sqrtPX96;
        }
        BigInteger numerator = liquidity.shiftLeft(RESOLUTION);
        BigInteger product = amount.multiply(sqrtPX96);
        if (add) {
            BigInteger denominator = numerator.add(product);
            // If the sum fits 256 bits, so does the product.
            return denominator.bitLength() <= UINT_256
                    ? Quotient.ceiling(numerator.multiply(sqrtPX96), denominator)
                    : Quotient.ceiling(numerator, numerator.divide(sqrtPX96).add(amount));
        }
        if (numerator.compareTo(product) <= 0) {
            throw new ArithmeticException(
                    "liquidity " + liquidity + " at sqrtPriceX96 " + sqrtPX96 + " cannot pay " + amount + " of token0");
        }
        return price(Quotient.ceiling(numerator.multiply(sqrtPX96), numerator.subtract(product)));
    }

    /**
     * The price after {@code amount} of token1 is added to, or removed from, the virtual reserves: P +- amount / liquidity,
     * rounded down.
     *
     * @throws ArithmeticException if the reserves are smaller than the removed amount, or the price leaves 160 bits
     */
    public static BigInteger getNextSqrtPriceFromAmount1RoundingDown(
            BigInteger sqrtPX96, BigInteger liquidity, BigInteger amount, boolean add) {
        BigInteger shifted = amount.shiftLeft(RESOLUTION);
        if (add) {
            return price(sqrtPX96.add(shifted.divide(liquidity)));
        }
        BigInteger quotient = Quotient.ceiling(shifted, liquidity);
        if (sqrtPX96.compareTo(quotient) <= 0) {
            throw new ArithmeticException(
                    "liquidity " + liquidity + " at sqrtPriceX96 " + sqrtPX96 + " cannot pay " + amount + " of token1");
        }
        return sqrtPX96.subtract(quotient);
    }

    /**
     * The price after an input of token0 if {@code zeroForOne}, otherwise of token1. Rounding moves the price less than the exact
     * result.
     *
     * @throws IllegalArgumentException if price or liquidity is not positive
     */
    public static BigInteger getNextSqrtPriceFromInput(
            BigInteger sqrtPX96, BigInteger liquidity, BigInteger amountIn, boolean zeroForOne) {
        requirePool(sqrtPX96, liquidity);
        return zeroForOne
                ? getNextSqrtPriceFromAmount0RoundingUp(sqrtPX96, liquidity, amountIn, true)
                : getNextSqrtPriceFromAmount1RoundingDown(sqrtPX96, liquidity, amountIn, true);
    }

    /**
     * The price after an output of token1 if {@code zeroForOne}, otherwise of token0. Rounding moves the price more than the exact
     * result.
     *
     * @throws IllegalArgumentException if price or liquidity is not positive
     * @throws ArithmeticException if the reserves are smaller than the amount
     */
    public static BigInteger getNextSqrtPriceFromOutput(
            BigInteger sqrtPX96, BigInteger liquidity, BigInteger amountOut, boolean zeroForOne) {
        requirePool(sqrtPX96, liquidity);
        return zeroForOne
                ? getNextSqrtPriceFromAmount1RoundingDown(sqrtPX96, liquidity, amountOut, false)
                : getNextSqrtPriceFromAmount0RoundingUp(sqrtPX96, liquidity, amountOut, false);
    }

    /**
     * Amount of token0 that moves the price between two prices, in either order: liquidity * (upper - lower) / (upper * lower).
     *
     * @throws IllegalArgumentException if the lower price is not positive
     */
    public static BigInteger getAmount0Delta(
            BigInteger sqrtRatioAX96, BigInteger sqrtRatioBX96, BigInteger liquidity, boolean roundUp) {
        BigInteger lower = sqrtRatioAX96.min(sqrtRatioBX96);
        BigInteger upper = sqrtRatioAX96.max(sqrtRatioBX96);
        if (lower.signum() <= 0) {
            throw new IllegalArgumentException("sqrtRatio " + lower + " is not positive");
        }
        BigInteger numerator = liquidity.shiftLeft(RESOLUTION).multiply(upper.subtract(lower));
        return roundUp
                ? Quotient.ceiling(Quotient.ceiling(numerator, upper), lower)
                : numerator.divide(upper).divide(lower);
    }

    /** Amount of token1 that moves the price between two prices, in either order: liquidity * (upper - lower). */
    public static BigInteger getAmount1Delta(
            BigInteger sqrtRatioAX96, BigInteger sqrtRatioBX96, BigInteger liquidity, boolean roundUp) {
        BigInteger product =
                liquidity.multiply(sqrtRatioAX96.subtract(sqrtRatioBX96).abs());
        // An arithmetic shift rounds down; negating before and after it rounds up.
        return roundUp ? product.negate().shiftRight(RESOLUTION).negate() : product.shiftRight(RESOLUTION);
    }

    /**
     * Amount of token0 for a change of liquidity: positive and rounded up if liquidity is added; negative, with its absolute value
     * rounded down, if it is removed.
     */
    public static BigInteger getAmount0Delta(
            BigInteger sqrtRatioAX96, BigInteger sqrtRatioBX96, BigInteger liquidityDelta) {
        return liquidityDelta.signum() < 0
                ? getAmount0Delta(sqrtRatioAX96, sqrtRatioBX96, liquidityDelta.negate(), false)
                        .negate()
                : getAmount0Delta(sqrtRatioAX96, sqrtRatioBX96, liquidityDelta, true);
    }

    /**
     * Amount of token1 for a change of liquidity: positive and rounded up if liquidity is added; negative, with its absolute value
     * rounded down, if it is removed.
     */
    public static BigInteger getAmount1Delta(
            BigInteger sqrtRatioAX96, BigInteger sqrtRatioBX96, BigInteger liquidityDelta) {
        return liquidityDelta.signum() < 0
                ? getAmount1Delta(sqrtRatioAX96, sqrtRatioBX96, liquidityDelta.negate(), false)
                        .negate()
                : getAmount1Delta(sqrtRatioAX96, sqrtRatioBX96, liquidityDelta, true);
    }

    private static void requirePool(BigInteger sqrtPX96, BigInteger liquidity) {
        if (sqrtPX96.signum() <= 0 || liquidity.signum() <= 0) {
            throw new IllegalArgumentException("price and liquidity must be positive, but sqrtPriceX96 is " + sqrtPX96
                    + " and liquidity is " + liquidity);
        }
    }

    private static BigInteger price(BigInteger sqrtPriceX96) {
        if (sqrtPriceX96.bitLength() > UINT_160) {
            throw new ArithmeticException("sqrtPriceX96 " + sqrtPriceX96 + " does not fit 160 bits");
        }
        return sqrtPriceX96;
    }
}
