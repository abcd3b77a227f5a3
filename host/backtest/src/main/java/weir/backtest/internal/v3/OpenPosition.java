package weir.backtest.internal.v3;

import java.math.BigInteger;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.PositionAmounts;
import weir.uniswap.v3.SqrtPriceMath;
import weir.uniswap.v3.TickMath;

/** A minted position. Its liquidity is constant. As in the contract, fees are tracked per unit of liquidity. For one thread. */
final class OpenPosition {

    private static final int Q128 = 128;

    private final Position desiredPosition;
    private final BigInteger lower;
    private final BigInteger upper;
    private final BigInteger liquidity;
    private BigInteger feeGrowth0 = BigInteger.ZERO;
    private BigInteger feeGrowth1 = BigInteger.ZERO;

    private OpenPosition(Position declared, BigInteger lower, BigInteger upper, BigInteger liquidity) {
        this.desiredPosition = declared;
        this.lower = lower;
        this.upper = upper;
        this.liquidity = liquidity;
    }

    /** Mints like v3-periphery at a price, with the allocations limited to the available tokens. The liquidity may be zero. */
    static OpenPosition mint(BigInteger sqrtPriceX96, Position desired, Inventory available) {
        BigInteger lower = TickMath.getSqrtRatioAtTick(desired.tickLower());
        BigInteger upper = TickMath.getSqrtRatioAtTick(desired.tickUpper());
        BigInteger liquidity = LiquidityAmounts.getLiquidityForAmounts(
                sqrtPriceX96,
                lower,
                upper,
                desired.allocation0().min(available.amount0()),
                desired.allocation1().min(available.amount1()));
        return new OpenPosition(desired, lower, upper, liquidity);
    }

    Position desiredPosition() {
        return desiredPosition;
    }

    BigInteger lower() {
        return lower;
    }

    BigInteger upper() {
        return upper;
    }

    BigInteger liquidity() {
        return liquidity;
    }

    /** Tokens that minting costs at a price, raw units, rounded up as in the contract. */
    Inventory mintCost(BigInteger sqrtPriceX96) {
        BigInteger split = sqrtPriceX96.max(lower).min(upper);
        return new Inventory(
                SqrtPriceMath.getAmount0Delta(split, upper, liquidity, true),
                SqrtPriceMath.getAmount1Delta(lower, split, liquidity, true));
    }

    /** Tokens that burning returns at a price, raw units, rounded down as in the contract, without fees. */
    Inventory burnAmounts(BigInteger sqrtPriceX96) {
        PositionAmounts burned = LiquidityAmounts.getAmountsForLiquidity(sqrtPriceX96, lower, upper, liquidity);
        return new Inventory(burned.amount0(), burned.amount1());
    }

    /** Fees since the mint, raw units, rounded down. */
    Inventory earnedFees() {
        return new Inventory(
                feeGrowth0.multiply(liquidity).shiftRight(Q128),
                feeGrowth1.multiply(liquidity).shiftRight(Q128));
    }

    /** Whether the range of the position contains the segment between two prices. If they are equal, the segment just above them. */
    boolean covers(BigInteger low, BigInteger high) {
        return lower.compareTo(low) <= 0 && (low.equals(high) ? upper.compareTo(high) > 0 : upper.compareTo(high) >= 0);
    }

    /** Fee per unit of liquidity, Q128.128, rounded down. */
    static BigInteger feePerLiquidity(BigInteger fee, BigInteger totalLiquidity) {
        return fee.shiftLeft(Q128).divide(totalLiquidity);
    }

    /** Adds a fee per unit of liquidity. */
    void addFeeGrowth(BigInteger share, boolean inToken0) {
        if (inToken0) {
            feeGrowth0 = feeGrowth0.add(share);
        } else {
            feeGrowth1 = feeGrowth1.add(share);
        }
    }
}
