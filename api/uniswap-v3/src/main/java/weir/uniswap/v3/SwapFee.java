package weir.uniswap.v3;

import java.math.BigInteger;
import java.util.Optional;

/**
 * The fee of a swap, computed from two consecutive {@code Swap} events of one pool. This works for constant and for dynamic fees,
 * because a pool takes its fee from the input only: the output follows from the price before, the price after, and the liquidity. If the
 * recorded output equals this output to the raw unit, the swap is proven: the first event is really the one before it, and the input
 * above the amount that moved the price is the fee.
 *
 * <p>Exact for pools of Uniswap v3 and of Slipstream. Immutable and thread-safe.
 *
 * @param inToken0 whether the input is token0, so that the price falls
 * @param input input of the swap with the fee, raw units, not negative
 * @param amount fee, raw units of the input token, not negative
 */
public record SwapFee(boolean inToken0, BigInteger input, BigInteger amount) {

    private static final BigInteger PIPS = BigInteger.valueOf(SwapMath.PIPS);

    /** From this input on, {@link #pips} is the pool's fee; the rounding of smaller amounts changes it. */
    public static final BigInteger MIN_INPUT_OF_EXACT_PIPS = BigInteger.TEN.pow(8);

    /**
     * Returns the fee of a swap that stayed in one segment of constant liquidity.
     *
     * @param sqrtPriceBeforeX96 price of the {@code Swap} event before it, Q64.96; for a pool's first swap, the price of its
     *     {@code Initialize} event
     * @param sqrtPriceAfterX96 price of the swap's event, Q64.96
     * @param liquidity liquidity of the swap's event
     * @param amount0 change of the pool's token0 balance in the swap's event, raw units
     * @param amount1 change of the pool's token1 balance in the swap's event, raw units
     * @return the fee; empty if it is not proven, because the swap crossed an initialised tick (or every 256th possible tick, where the
     *     pool rounds once more), an event is missing between the two, or a number is wrong
     */
    public static Optional<SwapFee> between(
            BigInteger sqrtPriceBeforeX96,
            BigInteger sqrtPriceAfterX96,
            BigInteger liquidity,
            BigInteger amount0,
            BigInteger amount1) {
        boolean inToken0 = amount0.signum() > 0;
        BigInteger input = inToken0 ? amount0 : amount1;
        BigInteger output = (inToken0 ? amount1 : amount0).negate();
        int movement = sqrtPriceAfterX96.compareTo(sqrtPriceBeforeX96);
        boolean isPossible = input.signum() >= 0
                && output.signum() >= 0
                && liquidity.signum() > 0
                && sqrtPriceBeforeX96.signum() > 0
                && sqrtPriceAfterX96.signum() > 0
                && (inToken0 ? movement <= 0 : movement >= 0);
        if (!isPossible || !isOutput(output, sqrtPriceBeforeX96, sqrtPriceAfterX96, liquidity, inToken0)) {
            return Optional.empty();
        }
        BigInteger fee = input.subtract(netInput(sqrtPriceBeforeX96, sqrtPriceAfterX96, liquidity, inToken0));
        return fee.signum() < 0 ? Optional.empty() : Optional.of(new SwapFee(inToken0, input, fee));
    }

    /** The fee in pips, rounded: exact from an input of {@link #MIN_INPUT_OF_EXACT_PIPS} raw units on. 0 without input. */
    public int pips() {
        return input.signum() == 0
                ? 0
                : amount.multiply(PIPS)
                        .shiftLeft(1)
                        .add(input)
                        .divide(input.shiftLeft(1))
                        .intValueExact();
    }

    /** Input that moves the price between two prices in one segment, raw units, without the fee, rounded up as in the pool. */
    public static BigInteger netInput(BigInteger from, BigInteger to, BigInteger liquidity, boolean inToken0) {
        return inToken0
                ? SqrtPriceMath.getAmount0Delta(from, to, liquidity, true)
                : SqrtPriceMath.getAmount1Delta(from, to, liquidity, true);
    }

    /** Output of a segment between two prices, raw units, rounded down as in the pool. */
    public static BigInteger output(BigInteger from, BigInteger to, BigInteger liquidity, boolean inToken0) {
        return inToken0
                ? SqrtPriceMath.getAmount1Delta(from, to, liquidity, false)
                : SqrtPriceMath.getAmount0Delta(from, to, liquidity, false);
    }

    /**
     * Whether the pool pays an output for a movement of the price. If a trader asks for an exact output, a movement by a whole unit of
     * the price may be worth more than it; then this movement must be the smallest that suffices.
     */
    private static boolean isOutput(
            BigInteger output, BigInteger from, BigInteger to, BigInteger liquidity, boolean inToken0) {
        BigInteger worth = output(from, to, liquidity, inToken0);
        return output.equals(worth)
                || output.compareTo(worth) < 0
                        && to.equals(SqrtPriceMath.getNextSqrtPriceFromOutput(from, liquidity, output, inToken0));
    }
}
