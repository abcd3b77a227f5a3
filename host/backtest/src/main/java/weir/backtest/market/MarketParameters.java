package weir.backtest.market;

import weir.uniswap.v3.SwapMath;
import weir.uniswap.v3.TickMath;

/**
 * Parameters of a {@link SeededMarket}. {@link #day} gives those of a busy day of a WETH/USDC pool on Base; the {@code with…} methods
 * replace some. Values are in raw token1 units (USDC has 6 decimals).
 *
 * @param seed seed of the random numbers; equal parameters give the same market on any JDK
 * @param firstBlock number of the first block
 * @param blocks number of blocks
 * @param blocksPerDay 43,200 if a block takes two seconds
 * @param feePips the pool's fee in pips, hundredths of a basis point
 * @param tickSpacing the pool's tick spacing
 * @param firstTick tick of the first price, of the pool and of other venues
 * @param path parameters of the price on other venues
 * @param providers parameters of the liquidity providers
 * @param traders parameters of the traders
 */
public record MarketParameters(
        long seed,
        long firstBlock,
        int blocks,
        int blocksPerDay,
        int feePips,
        int tickSpacing,
        int firstTick,
        PricePath path,
        Providers providers,
        Traders traders) {

    /** @throws IllegalArgumentException naming the invalid parameter */
    public MarketParameters {
        require(firstBlock >= 0, "firstBlock must not be negative");
        require(blocks > 0 && blocksPerDay > 0, "blocks and blocksPerDay must be positive");
        require(feePips >= 0 && feePips < SwapMath.PIPS, "feePips must be in [0, 1000000)");
        require(tickSpacing > 0 && tickSpacing <= 10_000, "tickSpacing must be in [1, 10000]");
        require(Math.abs(firstTick) <= TickMath.MAX_TICK / 2, "firstTick must leave room to both sides");
    }

    /**
     * The price on other venues: a geometric Brownian motion without drift, with jumps (Merton 1976).
     *
     * @param dailyVolatility standard deviation of a day's logarithmic return, without jumps; 0.05
     * @param jumpsPerDay jumps expected in a day; 4
     * @param jumpSize standard deviation of a jump's logarithm; 0.01
     */
    public record PricePath(double dailyVolatility, double jumpsPerDay, double jumpSize) {
        public PricePath {
            require(dailyVolatility >= 0 && dailyVolatility < 1, "dailyVolatility must be in [0, 1)");
            require(jumpsPerDay >= 0 && jumpsPerDay <= 1_000, "jumpsPerDay must be in [0, 1000]");
            require(jumpSize >= 0 && jumpSize < 1, "jumpSize must be in [0, 1)");
        }
    }

    /**
     * Liquidity providers: one position over all ticks and many narrower ones, minted before the first block and never changed.
     * Values and widths are log-normally distributed; centres are normally distributed around the first price.
     *
     * @param count number of concentrated positions; 80
     * @param medianValue median value of a concentrated position; 60,000 USDC
     * @param valueSpread standard deviation of its logarithm; 1.2
     * @param fullRangeValue value of the position over the whole range; 1,000,000 USDC
     * @param medianHalfWidth median ticks from centre to edge; 1,500
     * @param widthSpread standard deviation of its logarithm; 0.8
     * @param centreSpread standard deviation of the centres, ticks; 400
     */
    public record Providers(
            int count,
            double medianValue,
            double valueSpread,
            double fullRangeValue,
            double medianHalfWidth,
            double widthSpread,
            double centreSpread) {
        public Providers {
            require(count >= 0 && count <= 10_000, "providers' count must be in [0, 10000]");
            require(
                    fullRangeValue >= 1_000_000,
                    "fullRangeValue must be at least 1000000, otherwise the pool could run out of liquidity");
            require(medianValue > 0 && medianHalfWidth > 0, "medianValue and medianHalfWidth must be positive");
            require(valueSpread >= 0 && widthSpread >= 0 && centreSpread >= 0, "spreads must not be negative");
        }
    }

    /**
     * Traders. The number of random ("noise") trades in a block is Poisson-distributed. They buy or sell with equal probability,
     * have log-normal amounts and at most 1 % slippage. After them, every few blocks, an arbitrageur compares the pool with other
     * venues: if the prices differ by more than fee and margin, it trades until they differ by the fee.
     *
     * @param noisePerDay noise trades expected in a day; 4,500
     * @param medianTrade median value of a noise trade; 600 USDC
     * @param tradeSpread standard deviation of its logarithm; 1.5
     * @param arbitrageEvery blocks between two checks of the arbitrageur; 3
     * @param arbitrageMargin minimum gain beyond the fee, as a fraction of the price; 0.0001
     */
    public record Traders(
            double noisePerDay, double medianTrade, double tradeSpread, int arbitrageEvery, double arbitrageMargin) {
        public Traders {
            require(noisePerDay >= 0 && noisePerDay <= 400_000, "noisePerDay must be in [0, 400000]");
            require(medianTrade >= 1_000, "medianTrade must be at least 1000 raw units of token1");
            require(tradeSpread >= 0 && tradeSpread <= 3, "tradeSpread must be in [0, 3]");
            require(arbitrageEvery > 0, "arbitrageEvery must be positive");
            require(arbitrageMargin > 0 && arbitrageMargin < 1, "arbitrageMargin must be in (0, 1)");
        }
    }

    /** A busy day: 43,200 blocks, WETH at about 3,000 USDC, a fee of 0.05 %, tick spacing 200. */
    public static MarketParameters day(long seed) {
        return new MarketParameters(
                seed,
                30_000_000,
                43_200,
                43_200,
                500,
                200,
                -196_256,
                new PricePath(0.05, 4, 0.01),
                new Providers(80, 60_000e6, 1.2, 1_000_000e6, 1_500, 0.8, 400),
                new Traders(4_500, 600e6, 1.5, 3, 0.0001));
    }

    /** The same market with another number of blocks. */
    public MarketParameters withBlocks(int count) {
        return new MarketParameters(
                seed, firstBlock, count, blocksPerDay, feePips, tickSpacing, firstTick, path, providers, traders);
    }

    /** The same market with another fee and tick spacing. */
    public MarketParameters withPool(int fee, int spacing) {
        return new MarketParameters(
                seed, firstBlock, blocks, blocksPerDay, fee, spacing, firstTick, path, providers, traders);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("market: " + message);
        }
    }
}
