package weir.backtest.internal.market;

import java.math.BigDecimal;
import java.math.BigInteger;
import weir.backtest.market.MarketParameters;
import weir.uniswap.v3.SwapMath;
import weir.uniswap.v3.TickMath;

/**
 * The price on other venues, block by block, and the band around it in which arbitrage earns less than the fee. The price is a geometric
 * Brownian motion without drift, with jumps (Merton 1976). For one thread.
 */
public final class ReferencePrice {

    private static final double LOG_TICK = StrictMath.log(1.0001);
    private static final int FRACTION_BITS = 96;

    /** Standard deviations of the logarithms of a day's return and of a jump. */
    private static final double DAILY_VOLATILITY = 0.05;

    private static final double JUMP_SIZE = 0.01;
    private static final double JUMPS_PER_DAY = 4;
    private static final double VOLATILITY_PER_BLOCK = DAILY_VOLATILITY / Math.sqrt(MarketParameters.BLOCKS_PER_DAY);

    /** Smallest gain of the arbitrageur beyond the fee, as a fraction of the price. */
    private static final double ARBITRAGE_MARGIN = 0.0001;

    private final SeededRandom random;
    private final double logFee;
    private double logPrice;

    public ReferencePrice(MarketParameters parameters, SeededRandom noise) {
        this.random = noise;
        this.logFee = StrictMath.log(1 - (double) parameters.feePips() / SwapMath.PIPS);
        this.logPrice = parameters.firstTick() * LOG_TICK;
    }

    /** Advances by a block. */
    public void advance() {
        logPrice += VOLATILITY_PER_BLOCK * random.gaussian();
        int jumps = random.poisson(JUMPS_PER_DAY / MarketParameters.BLOCKS_PER_DAY);
        for (int i = 0; i < jumps; i++) {
            logPrice += JUMP_SIZE * random.gaussian();
        }
    }

    /** Square root of the price times e^shift, Q64.96. */
    public BigInteger sqrtPriceX96(double shift) {
        double sqrt = StrictMath.exp((logPrice + shift) / 2);
        BigInteger x96 = new BigDecimal(Math.scalb(sqrt, FRACTION_BITS)).toBigInteger();
        // Stay inside the range of pool prices.
        return x96.max(TickMath.MIN_SQRT_RATIO.add(BigInteger.TWO))
                .min(TickMath.MAX_SQRT_RATIO.subtract(BigInteger.TWO));
    }

    /** Below this price token0 is cheaper in the pool, after the fee. */
    public BigInteger noArbitrageLower() {
        return sqrtPriceX96(logFee);
    }

    /** Above this price token0 is more expensive in the pool, after the fee. */
    public BigInteger noArbitrageUpper() {
        return sqrtPriceX96(-logFee);
    }

    /** Below this price, buying token0 also earns the arbitrageur's margin. */
    public BigInteger buyThreshold() {
        return sqrtPriceX96(logFee - ARBITRAGE_MARGIN);
    }

    /** Above this price, selling token0 also earns the arbitrageur's margin. */
    public BigInteger sellThreshold() {
        return sqrtPriceX96(-logFee + ARBITRAGE_MARGIN);
    }
}
