package weir.backtest.round;

import java.math.BigInteger;
import weir.strategy.Position;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.PositionAmounts;
import weir.uniswap.v3.TickMath;
import weir.uniswap.v3.TickRange;

/**
 * A position that the vault holds on chain when a round starts.
 *
 * @param range its ticks
 * @param liquidity its liquidity
 */
public record VaultPosition(TickRange range, BigInteger liquidity) {

    /** The position at a price as the validator sends it: its allocations are the tokens that it contains. */
    public Position at(BigInteger sqrtPriceX96) {
        PositionAmounts amounts = LiquidityAmounts.getAmountsForLiquidity(
                sqrtPriceX96,
                TickMath.getSqrtRatioAtTick(range.lower()),
                TickMath.getSqrtRatioAtTick(range.upper()),
                liquidity);
        return new Position(range.lower(), range.upper(), amounts.amount0(), amounts.amount1());
    }
}
