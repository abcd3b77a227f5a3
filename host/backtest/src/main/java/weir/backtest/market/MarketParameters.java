package weir.backtest.market;

import weir.uniswap.v3.SwapMath;

/**
 * Parameters of a {@link SeededMarket}, which resembles a busy day of a WETH/USDC pool on Base.
 *
 * @param seed seed of the random numbers; equal parameters give the same market on any JDK
 * @param blocks number of blocks; a block takes two seconds
 * @param feePips the pool's fee in pips, hundredths of a basis point
 * @param tickSpacing the pool's tick spacing
 */
public record MarketParameters(long seed, int blocks, int feePips, int tickSpacing) {

    /** Blocks of a day. */
    public static final int BLOCKS_PER_DAY = 43_200;

    /** @throws IllegalArgumentException naming the invalid parameter */
    public MarketParameters {
        require(blocks > 0, "blocks must be positive");
        require(feePips >= 0 && feePips < SwapMath.PIPS, "feePips must be in [0, 1000000)");
        require(tickSpacing > 0 && tickSpacing <= 10_000, "tickSpacing must be in [1, 10000]");
    }

    /** A day with a fee of 0.05 % and tick spacing 200; one WETH costs about 3,000 USDC. */
    public static MarketParameters day(long seed) {
        return new MarketParameters(seed, BLOCKS_PER_DAY, 500, 200);
    }

    /** Number of the first block. */
    public long firstBlock() {
        return 30_000_000;
    }

    /** Tick of the first price, of the pool and of other venues. */
    public int firstTick() {
        return -196_256;
    }

    /** The same market with another number of blocks. */
    public MarketParameters withBlocks(int count) {
        return new MarketParameters(seed, count, feePips, tickSpacing);
    }

    /** The same market with another fee and tick spacing. */
    public MarketParameters withPool(int fee, int spacing) {
        return new MarketParameters(seed, blocks, fee, spacing);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("market: " + message);
        }
    }
}
