package weir.uniswap.v3;

import java.math.BigInteger;

/**
 * One step of a swap within a segment of constant liquidity: {@code SwapMath.sol} of v3-core 1.0, exact to the unit.
 * Pure and thread-safe.
 */
public final class SwapMath {

    /** Number of pips in 100 %. A pip is a hundredth of a basis point, so a fee of 3000 pips is 0.3 %. */
    public static final int PIPS = 1_000_000;

    private static final BigInteger WHOLE = BigInteger.valueOf(PIPS);

    private SwapMath() {}

    /**
     * The result of a step.
     *
     * @param sqrtRatioNextX96 price after the step, Q64.96, never beyond the target
     * @param amountIn input that moved the price, raw units, without the fee
     * @param amountOut output paid, raw units
     * @param feeAmount fee, taken from the input token, raw units
     */
    public record Step(BigInteger sqrtRatioNextX96, BigInteger amountIn, BigInteger amountOut, BigInteger feeAmount) {}

    /**
     * Swaps until the amount is used up or the price reaches the target. The input is token0 if the target is at or below the
     * current price, otherwise token1.
     *
     * @param sqrtRatioCurrentX96 current price, Q64.96
     * @param sqrtRatioTargetX96 price at which the step ends at the latest, Q64.96
     * @param liquidity liquidity in range
     * @param amountRemaining remaining amount, raw units: of input if not negative, otherwise of output
     * @param feePips fee in pips, from 0 to 999,999
     * @throws IllegalArgumentException if the fee is invalid, or the price must move without liquidity
     */
    public static Step computeSwapStep(
            BigInteger sqrtRatioCurrentX96,
            BigInteger sqrtRatioTargetX96,
            BigInteger liquidity,
            BigInteger amountRemaining,
            int feePips) {
        if (feePips < 0 || feePips >= PIPS) {
            throw new IllegalArgumentException("fee of " + feePips + " pips is outside [0, " + PIPS + ")");
        }
        boolean zeroForOne = sqrtRatioCurrentX96.compareTo(sqrtRatioTargetX96) >= 0;
        return amountRemaining.signum() >= 0
                ? exactIn(sqrtRatioCurrentX96, sqrtRatioTargetX96, liquidity, amountRemaining, feePips, zeroForOne)
                : exactOut(
                        sqrtRatioCurrentX96,
                        sqrtRatioTargetX96,
                        liquidity,
                        amountRemaining.negate(),
                        feePips,
                        zeroForOne);
    }

    private static Step exactIn(
            BigInteger current,
            BigInteger target,
            BigInteger liquidity,
            BigInteger amount,
            int feePips,
            boolean zeroForOne) {
        BigInteger lessFee = amount.multiply(BigInteger.valueOf(PIPS - feePips)).divide(WHOLE);
        BigInteger toTarget = amountIn(current, target, liquidity, zeroForOne);
        BigInteger next = lessFee.compareTo(toTarget) >= 0
                ? target
                : SqrtPriceMath.getNextSqrtPriceFromInput(current, liquidity, lessFee, zeroForOne);
        BigInteger amountOut = amountOut(current, next, liquidity, zeroForOne);
        if (next.equals(target)) {
            return new Step(next, toTarget, amountOut, fee(toTarget, feePips));
        }
        // If the price does not reach the target, the rest of the input is the fee.
        BigInteger amountIn = amountIn(current, next, liquidity, zeroForOne);
        return new Step(next, amountIn, amountOut, amount.subtract(amountIn));
    }

    private static Step exactOut(
            BigInteger current,
            BigInteger target,
            BigInteger liquidity,
            BigInteger amount,
            int feePips,
            boolean zeroForOne) {
        BigInteger toTarget = amountOut(current, target, liquidity, zeroForOne);
        BigInteger next = amount.compareTo(toTarget) >= 0
                ? target
                : SqrtPriceMath.getNextSqrtPriceFromOutput(current, liquidity, amount, zeroForOne);
        BigInteger amountOut = next.equals(target) ? toTarget : amountOut(current, next, liquidity, zeroForOne);
        BigInteger amountIn = amountIn(current, next, liquidity, zeroForOne);
        return new Step(next, amountIn, amountOut.min(amount), fee(amountIn, feePips));
    }

    private static BigInteger amountIn(BigInteger from, BigInteger to, BigInteger liquidity, boolean zeroForOne) {
        return zeroForOne
                ? SqrtPriceMath.getAmount0Delta(to, from, liquidity, true)
                : SqrtPriceMath.getAmount1Delta(from, to, liquidity, true);
    }

    private static BigInteger amountOut(BigInteger from, BigInteger to, BigInteger liquidity, boolean zeroForOne) {
        return zeroForOne
                ? SqrtPriceMath.getAmount1Delta(to, from, liquidity, false)
                : SqrtPriceMath.getAmount0Delta(from, to, liquidity, false);
    }

    private static BigInteger fee(BigInteger amountIn, int feePips) {
        return Quotient.ceiling(amountIn.multiply(BigInteger.valueOf(feePips)), BigInteger.valueOf(PIPS - feePips));
    }
}
