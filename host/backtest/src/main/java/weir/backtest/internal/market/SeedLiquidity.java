package weir.backtest.internal.market;

import java.math.BigDecimal;
import java.math.BigInteger;
import weir.backtest.market.MarketParameters;
import weir.backtest.pool.V3Pool;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.PositionAmounts;
import weir.uniswap.v3.TickMath;
import weir.uniswap.v3.TickRange;

/** Creates a pool with the positions of the liquidity providers. */
public final class SeedLiquidity {

    /** A liquidity so large that rounding of its value does not matter. */
    private static final BigInteger PROBE_LIQUIDITY = BigInteger.TEN.pow(27);

    private static final String OWNER_PREFIX = "provider-";

    private SeedLiquidity() {}

    public static V3Pool createPool(MarketParameters parameters, SeededRandom noise) {
        int spacing = parameters.tickSpacing();
        V3Pool pool = new V3Pool(parameters.feePips(), spacing, TickMath.getSqrtRatioAtTick(parameters.firstTick()));
        MarketParameters.Providers providers = parameters.providers();
        mint(pool, 0, TickRange.around(0, TickMath.MAX_TICK, spacing), providers.fullRangeValue());
        for (int i = 1; i <= providers.count(); i++) {
            long centre = parameters.firstTick() + Math.round(providers.centreSpread() * noise.gaussian());
            long halfWidth = Math.round(noise.logNormal(providers.medianHalfWidth(), providers.widthSpread()));
            double value = noise.logNormal(providers.medianValue(), providers.valueSpread());
            mint(pool, i, TickRange.around(clampTick(centre), clampTick(halfWidth), spacing), value);
        }
        return pool;
    }

    private static int clampTick(long tick) {
        return (int) Math.max(TickMath.MIN_TICK, Math.min(TickMath.MAX_TICK, tick));
    }

    private static void mint(V3Pool pool, int provider, TickRange range, double value) {
        BigInteger liquidity = liquidityOfValue(pool.sqrtPriceX96(), range, new BigDecimal(value).toBigInteger());
        if (liquidity.signum() > 0) {
            pool.mint(OWNER_PREFIX + provider, range.lower(), range.upper(), liquidity);
        }
    }

    /** The liquidity in a range that is worth a value in raw token1 units at a price. */
    private static BigInteger liquidityOfValue(BigInteger sqrtPriceX96, TickRange range, BigInteger value) {
        PositionAmounts probe = LiquidityAmounts.getAmountsForLiquidity(
                sqrtPriceX96,
                TickMath.getSqrtRatioAtTick(range.lower()),
                TickMath.getSqrtRatioAtTick(range.upper()),
                PROBE_LIQUIDITY);
        BigInteger worth =
                probe.amount0().multiply(sqrtPriceX96.pow(2)).shiftRight(192).add(probe.amount1());
        return PROBE_LIQUIDITY.multiply(value).divide(worth.max(BigInteger.ONE));
    }
}
