package weir.backtest.internal.v3;

import java.math.BigInteger;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.PositionAmounts;
import weir.uniswap.v3.SqrtPriceMath;
import weir.uniswap.v3.TickMath;

/** A minted position: its liquidity never changes, its fees grow per unit of liquidity as in the contract. One thread. */
final class OpenPosition {

    private static final int Q128 = 128;

    private final Position declared;
    private final BigInteger lower;
    private final BigInteger upper;
    private final BigInteger liquidity;
    private BigInteger growth0 = BigInteger.ZERO;
    private BigInteger growth1 = BigInteger.ZERO;

    private OpenPosition(Position declared, BigInteger lower, BigInteger upper, BigInteger liquidity) {
        this.declared = declared;
        this.lower = lower;
        this.upper = upper;
        this.liquidity = liquidity;
    }

    /** What v3-periphery mints for the allocations at a price, as far as the tokens at hand reach; possibly nothing. */
    static OpenPosition mint(BigInteger sqrtPriceX96, Position wanted, Inventory atHand) {
        BigInteger lower = TickMath.getSqrtRatioAtTick(wanted.tickLower());
        BigInteger upper = TickMath.getSqrtRatioAtTick(wanted.tickUpper());
        BigInteger liquidity = LiquidityAmounts.getLiquidityForAmounts(
                sqrtPriceX96,
                lower,
                upper,
                wanted.allocation0().min(atHand.amount0()),
                wanted.allocation1().min(atHand.amount1()));
        return new OpenPosition(wanted, lower, upper, liquidity);
    }

    Position declared() {
        return declared;
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

    /** What minting it costs at a price, rounded up as the contract charges it. */
    Inventory cost(BigInteger sqrtPriceX96) {
        BigInteger split = sqrtPriceX96.max(lower).min(upper);
        return new Inventory(
                SqrtPriceMath.getAmount0Delta(split, upper, liquidity, true),
                SqrtPriceMath.getAmount1Delta(lower, split, liquidity, true));
    }

    /** What burning it gives at a price, rounded down as the contract pays it; without fees. */
    Inventory worth(BigInteger sqrtPriceX96) {
        PositionAmounts amounts = LiquidityAmounts.getAmountsForLiquidity(sqrtPriceX96, lower, upper, liquidity);
        return new Inventory(amounts.amount0(), amounts.amount1());
    }

    /** Fees earned since the mint, rounded down. */
    Inventory fees() {
        return new Inventory(
                growth0.multiply(liquidity).shiftRight(Q128),
                growth1.multiply(liquidity).shiftRight(Q128));
    }

    /** Whether the stretch between two prices lies in its range; a single price counts as the stretch just above it. */
    boolean covers(BigInteger low, BigInteger high) {
        return lower.compareTo(low) <= 0 && (low.equals(high) ? upper.compareTo(high) > 0 : upper.compareTo(high) >= 0);
    }

    /** A fee for each unit of so much liquidity, Q128.128, rounded down. */
    static BigInteger share(BigInteger fee, BigInteger sharedBy) {
        return fee.shiftLeft(Q128).divide(sharedBy);
    }

    /** Adds what each unit of its liquidity earned. */
    void grow(BigInteger share, boolean inToken0) {
        if (inToken0) {
            growth0 = growth0.add(share);
        } else {
            growth1 = growth1.add(share);
        }
    }
}
