package weir.backtest.market;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import weir.backtest.internal.market.ReferencePrice;
import weir.backtest.internal.market.SeedLiquidity;
import weir.backtest.internal.market.SeededRandom;
import weir.backtest.pool.V3Pool;
import weir.strategy.Inventory;
import weir.strategy.Price;
import weir.strategy.Swap;
import weir.uniswap.v3.TickMath;

/**
 * A market that never was, made from a seed: a Uniswap v3 pool with exact arithmetic ({@link V3Pool}), providers who stay,
 * noise traders, and an arbitrageur who keeps the pool near a price path. {@link MarketParameters} says what each of them
 * does. The same parameters give the same swaps, bit for bit, on any JDK from 17 on: integers, {@link StrictMath} and a
 * generator of our own are all that is used. It knows nothing of the strategies that are tried on it: their positions do not
 * change the swaps, just as the validator takes it. One thread.
 */
public final class SeededMarket {

    private static final int PROVIDER_STREAM = 0;
    private static final int PATH_STREAM = 1;
    private static final int TRADER_STREAM = 2;

    /** The arbitrageur stops at a price, not at an amount. */
    private static final BigInteger UNLIMITED = BigInteger.ONE.shiftLeft(200);

    private static final BigInteger THOUSAND = BigInteger.valueOf(1_000);

    /** 0.5 % of the square root: 1 % of the price. */
    private static final BigInteger SLIP = BigInteger.valueOf(5);

    private final MarketParameters parameters;
    private final ReferencePrice fair;
    private final SeededRandom traders;
    private final V3Pool pool;
    private int played;

    /** A market before its first block. */
    public SeededMarket(MarketParameters parameters) {
        this.parameters = parameters;
        this.fair = new ReferencePrice(parameters, new SeededRandom(parameters.seed(), PATH_STREAM));
        this.traders = new SeededRandom(parameters.seed(), TRADER_STREAM);
        this.pool = SeedLiquidity.found(parameters, new SeededRandom(parameters.seed(), PROVIDER_STREAM));
    }

    /** All swaps of a market, in chain order. */
    public static List<Swap> swaps(MarketParameters parameters) {
        SeededMarket market = new SeededMarket(parameters);
        List<Swap> swaps = new ArrayList<>();
        while (market.hasNextBlock()) {
            swaps.addAll(market.nextBlock());
        }
        return swaps;
    }

    /** Whether there is another block. */
    public boolean hasNextBlock() {
        return played < parameters.blocks();
    }

    /** The pool's price after the blocks played so far. */
    public Price price() {
        return new Price(pool.sqrtPriceX96());
    }

    /** Plays the next block and gives its swaps, possibly none. */
    public List<Swap> nextBlock() {
        fair.advance();
        List<Swap> swaps = new ArrayList<>();
        int trades = traders.poisson(parameters.traders().noisePerDay() / parameters.blocksPerDay());
        for (int i = 0; i < trades; i++) {
            record(swaps, trade());
        }
        if (played % parameters.traders().arbitrageEvery() == 0) {
            record(swaps, arbitrage());
        }
        played++;
        return swaps;
    }

    ReferencePrice fair() {
        return fair;
    }

    private void record(List<Swap> swaps, Inventory change) {
        // A trade too small to move anything leaves no price and is of no interest to anybody.
        if (change.amount0().signum() * change.amount1().signum() < 0) {
            swaps.add(new Swap(
                    parameters.firstBlock() + played,
                    swaps.size(),
                    price(),
                    pool.liquidity(),
                    change.amount0(),
                    change.amount1()));
        }
    }

    private Inventory trade() {
        boolean sell = traders.coin();
        double worth = traders.logNormal(
                parameters.traders().medianTrade(), parameters.traders().tradeSpread());
        BigInteger amount1 = new BigDecimal(worth).toBigInteger().max(BigInteger.ONE);
        BigInteger sqrtPrice = pool.sqrtPriceX96();
        BigInteger amount = sell ? amount1.shiftLeft(192).divide(sqrtPrice.pow(2)) : amount1;
        BigInteger slip = sqrtPrice.multiply(SLIP).divide(THOUSAND);
        return swap(sell, amount, sell ? sqrtPrice.subtract(slip) : sqrtPrice.add(slip));
    }

    private Inventory arbitrage() {
        BigInteger sqrtPrice = pool.sqrtPriceX96();
        if (sqrtPrice.compareTo(fair.buyBelow()) < 0) {
            return swap(false, UNLIMITED, fair.lower());
        }
        if (sqrtPrice.compareTo(fair.sellAbove()) > 0) {
            return swap(true, UNLIMITED, fair.upper());
        }
        return Inventory.NONE;
    }

    private Inventory swap(boolean zeroForOne, BigInteger amount, BigInteger limit) {
        BigInteger bounded = limit.max(TickMath.MIN_SQRT_RATIO.add(BigInteger.ONE))
                .min(TickMath.MAX_SQRT_RATIO.subtract(BigInteger.ONE));
        boolean possible =
                zeroForOne ? bounded.compareTo(pool.sqrtPriceX96()) < 0 : bounded.compareTo(pool.sqrtPriceX96()) > 0;
        return possible && amount.signum() > 0 ? pool.swap(zeroForOne, amount, bounded) : Inventory.NONE;
    }
}
