package weir.backtest.internal.market;

import java.math.BigDecimal;
import java.math.BigInteger;
import weir.backtest.internal.Inventories;
import weir.backtest.market.MarketParameters;
import weir.strategy.Inventory;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.PositionAmounts;
import weir.uniswap.v3.TickMath;
import weir.uniswap.v3.TickRange;

/**
 * Creates a pool with the positions of the liquidity providers: one position over all ticks and many narrower ones. Values and widths
 * are log-normally distributed; centres are normally distributed around the first price. Values are raw USDC, which has 6 decimals.
 */
public final class SeedLiquidity {

    private static final double FULL_RANGE_VALUE = 1_000_000e6;
    private static final int CONCENTRATED_POSITIONS = 80;
    private static final double MEDIAN_VALUE = 60_000e6;
    private static final double VALUE_SPREAD = 1.2;
    private static final double MEDIAN_HALF_WIDTH = 1_500;
    private static final double WIDTH_SPREAD = 0.8;
    private static final double CENTRE_SPREAD = 400;

    /** A liquidity so large that rounding of its value does not matter. */
    private static final BigInteger PROBE_LIQUIDITY = BigInteger.TEN.pow(27);

    private SeedLiquidity() {}

    public static SeedPool createPool(MarketParameters parameters, SeededRandom noise) {
        int spacing = parameters.tickSpacing();
        SeedPool pool =
                new SeedPool(parameters.feePips(), spacing, TickMath.getSqrtRatioAtTick(parameters.firstTick()));
        mint(pool, TickRange.around(0, TickMath.MAX_TICK, spacing), FULL_RANGE_VALUE);
        for (int i = 0; i < CONCENTRATED_POSITIONS; i++) {
            long centre = parameters.firstTick() + Math.round(CENTRE_SPREAD * noise.gaussian());
            long halfWidth = Math.round(noise.logNormal(MEDIAN_HALF_WIDTH, WIDTH_SPREAD));
            double value = noise.logNormal(MEDIAN_VALUE, VALUE_SPREAD);
            mint(pool, TickRange.around(clampTick(centre), clampTick(halfWidth), spacing), value);
        }
        return pool;
    }

    private static int clampTick(long tick) {
        return (int) Math.max(TickMath.MIN_TICK, Math.min(TickMath.MAX_TICK, tick));
    }

    private static void mint(SeedPool pool, TickRange range, double value) {
        PositionAmounts probe = LiquidityAmounts.getAmountsForLiquidity(
                pool.sqrtPriceX96(),
                TickMath.getSqrtRatioAtTick(range.lower()),
                TickMath.getSqrtRatioAtTick(range.upper()),
                PROBE_LIQUIDITY);
        BigInteger worth = Inventories.value(new Inventory(probe.amount0(), probe.amount1()), pool.sqrtPriceX96());
        BigInteger liquidity =
                PROBE_LIQUIDITY.multiply(new BigDecimal(value).toBigInteger()).divide(worth.max(BigInteger.ONE));
        if (liquidity.signum() > 0) {
            pool.mint(range, liquidity);
        }
    }
}
