package weir.backtest.market;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import weir.backtest.internal.market.ReferencePrice;
import weir.backtest.internal.market.SeedLiquidity;
import weir.backtest.internal.market.SeedPool;
import weir.backtest.internal.market.SeededRandom;
import weir.strategy.Inventory;
import weir.strategy.Price;
import weir.strategy.Swap;
import weir.uniswap.v3.TickMath;

/**
 * A market generated from a seed: a Uniswap v3 pool, liquidity providers with constant positions, random traders, and an
 * arbitrageur that keeps the pool near the price on other venues. Equal parameters give the same swaps, bit for bit, on any JDK from
 * 17 on. As in the validator, positions of strategies do not change the swaps. For one thread.
 *
 * <p>The number of random ("noise") trades in a block is Poisson-distributed. They buy or sell with equal probability, have log-normal
 * amounts and at most 1 % slippage. After them, every few blocks, the arbitrageur compares the pool with other venues: if the prices
 * differ by more than fee and margin, it trades until they differ by the fee.
 */
public final class SeededMarket {

    /** Blocks between two checks of the arbitrageur. */
    static final int ARBITRAGE_EVERY = 3;

    private static final double TRADES_PER_DAY = 4_500;

    /** Median value of a noise trade in raw USDC, and the standard deviation of its logarithm. */
    private static final double MEDIAN_TRADE = 600e6;

    private static final double TRADE_SPREAD = 1.5;

    private static final int PROVIDER_STREAM = 0;
    private static final int PATH_STREAM = 1;
    private static final int TRADER_STREAM = 2;

    /** Amount for trades that end at a price limit. */
    private static final BigInteger UNLIMITED_AMOUNT = BigInteger.ONE.shiftLeft(200);

    private static final BigInteger THOUSAND = BigInteger.valueOf(1_000);

    /** Maximum slippage in thousandths of the square-root price: 1 % of the price. */
    private static final BigInteger MAX_SLIPPAGE_THOUSANDTHS = BigInteger.valueOf(5);

    private final MarketParameters parameters;
    private final ReferencePrice reference;
    private final SeededRandom traders;
    private final SeedPool pool;
    private int generatedBlocks;

    /** Creates a market before its first block. */
    public SeededMarket(MarketParameters parameters) {
        this.parameters = parameters;
        this.reference = new ReferencePrice(parameters, new SeededRandom(parameters.seed(), PATH_STREAM));
        this.traders = new SeededRandom(parameters.seed(), TRADER_STREAM);
        this.pool = SeedLiquidity.createPool(parameters, new SeededRandom(parameters.seed(), PROVIDER_STREAM));
    }

    /** Generates all swaps of a market, in chain order. */
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
        return generatedBlocks < parameters.blocks();
    }

    /** The pool's price after the blocks generated so far. */
    public Price price() {
        return new Price(pool.sqrtPriceX96());
    }

    /** Generates the next block; returns its swaps, possibly none. */
    public List<Swap> nextBlock() {
        reference.advance();
        List<Swap> swaps = new ArrayList<>();
        int trades = traders.poisson(TRADES_PER_DAY / MarketParameters.BLOCKS_PER_DAY);
        for (int i = 0; i < trades; i++) {
            record(swaps, noiseTrade());
        }
        if (generatedBlocks % ARBITRAGE_EVERY == 0) {
            record(swaps, arbitrage());
        }
        generatedBlocks++;
        return swaps;
    }

    ReferencePrice reference() {
        return reference;
    }

    private void record(List<Swap> swaps, Inventory change) {
        // The pool emits no event for a trade so small that it exchanges only one token.
        if (change.amount0().signum() * change.amount1().signum() < 0) {
            swaps.add(new Swap(
                    parameters.firstBlock() + generatedBlocks,
                    swaps.size(),
                    price(),
                    pool.liquidity(),
                    change.amount0(),
                    change.amount1()));
        }
    }

    private Inventory noiseTrade() {
        boolean sell = traders.nextBoolean();
        double value = traders.logNormal(MEDIAN_TRADE, TRADE_SPREAD);
        BigInteger amount1 = new BigDecimal(value).toBigInteger().max(BigInteger.ONE);
        BigInteger sqrtPrice = pool.sqrtPriceX96();
        BigInteger amount = sell ? amount1.shiftLeft(192).divide(sqrtPrice.pow(2)) : amount1;
        BigInteger slippage = sqrtPrice.multiply(MAX_SLIPPAGE_THOUSANDTHS).divide(THOUSAND);
        return swap(sell, amount, sell ? sqrtPrice.subtract(slippage) : sqrtPrice.add(slippage));
    }

    private Inventory arbitrage() {
        BigInteger sqrtPrice = pool.sqrtPriceX96();
        if (sqrtPrice.compareTo(reference.buyThreshold()) < 0) {
            return swap(false, UNLIMITED_AMOUNT, reference.noArbitrageLower());
        }
        if (sqrtPrice.compareTo(reference.sellThreshold()) > 0) {
            return swap(true, UNLIMITED_AMOUNT, reference.noArbitrageUpper());
        }
        return Inventory.NONE;
    }

    private Inventory swap(boolean zeroForOne, BigInteger amount, BigInteger limit) {
        BigInteger limitedAmount = limit.max(TickMath.MIN_SQRT_RATIO.add(BigInteger.ONE))
                .min(TickMath.MAX_SQRT_RATIO.subtract(BigInteger.ONE));
        boolean isTradeable = zeroForOne
                ? limitedAmount.compareTo(pool.sqrtPriceX96()) < 0
                : limitedAmount.compareTo(pool.sqrtPriceX96()) > 0;
        return isTradeable && amount.signum() > 0 ? pool.swap(zeroForOne, amount, limitedAmount) : Inventory.NONE;
    }
}
