package weir.backtest.internal.market;

import java.math.BigDecimal;
import java.math.BigInteger;
import weir.backtest.market.MarketParameters;
import weir.uniswap.v3.SwapMath;
import weir.uniswap.v3.TickMath;

/** The price on other venues, block by block, and the band around it in which arbitrage earns less than the fee. For one thread. */
public final class ReferencePrice {

    private static final double LOG_TICK = StrictMath.log(1.0001);
    private static final int FRACTION_BITS = 96;

    private final SeededRandom random;
    private final MarketParameters parameters;
    private final double volatilityPerBlock;
    private final double logFee;
    private double logPrice;

    public ReferencePrice(MarketParameters parameters, SeededRandom noise) {
        this.parameters = parameters;
        this.random = noise;
        this.volatilityPerBlock = parameters.path().dailyVolatility() / Math.sqrt(parameters.blocksPerDay());
        this.logFee = StrictMath.log(1 - (double) parameters.feePips() / SwapMath.PIPS);
        this.logPrice = parameters.firstTick() * LOG_TICK;
    }

    /** Advances by a block. */
    public void advance() {
        logPrice += volatilityPerBlock * random.gaussian();
        int jumps = random.poisson(parameters.path().jumpsPerDay() / parameters.blocksPerDay());
        for (int i = 0; i < jumps; i++) {
            logPrice += parameters.path().jumpSize() * random.gaussian();
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
        return sqrtPriceX96(logFee - parameters.traders().arbitrageMargin());
    }

    /** Above this price, selling token0 also earns the arbitrageur's margin. */
    public BigInteger sellThreshold() {
        return sqrtPriceX96(-logFee + parameters.traders().arbitrageMargin());
    }
}
