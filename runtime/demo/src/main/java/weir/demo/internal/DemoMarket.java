package weir.demo.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import weir.backtest.Swaps;
import weir.backtest.market.MarketParameters;
import weir.backtest.market.RecordedSwaps;
import weir.backtest.market.SeededMarket;
import weir.base.WeirException;
import weir.history.HistoryException;
import weir.history.PoolMetadata;
import weir.strategy.Price;
import weir.strategy.Swap;

/**
 * A day of a pool: what the round is played over.
 *
 * @param pool the pool
 * @param swaps its swaps in chain order, at least one
 * @param startBlock where the round begins
 * @param endBlock where it ends
 * @param source where the swaps come from, for the report
 */
public record DemoMarket(PoolMetadata pool, Swaps swaps, long startBlock, long endBlock, String source) {

    /** No pool's address on any chain, and seen to be none. */
    private static final String NO_ADDRESS = "0x" + "5eed".repeat(10);

    private static final long BLOCKS_PER_DAY_ON_BASE = 43_200;

    /** The market that a seed makes. */
    public static DemoMarket seeded(long seed) {
        MarketParameters day = MarketParameters.day(seed);
        PoolMetadata pool = new PoolMetadata(
                8453,
                NO_ADDRESS,
                new PoolMetadata.Token("WETH", 18),
                new PoolMetadata.Token("USDC", 6),
                day.feePips(),
                day.tickSpacing());
        return of(pool, SeededMarket.swaps(day), "a seeded market, seed " + seed);
    }

    /**
     * The first day of a file of swaps; its {@code pool.json} lies beside it.
     *
     * @throws WeirException naming the line that cannot be used
     */
    public static DemoMarket ofFile(Path file) {
        requireFile(file);
        PoolMetadata pool = PoolMetadata.read(file.toAbsolutePath().resolveSibling("pool.json"));
        try {
            return of(pool, RecordedSwaps.read(file), file.getFileName().toString());
        } catch (HistoryException e) {
            throw WeirException.usage(e.problem(), e.remedy());
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + file, "Give a readable CSV file of swaps, plain or gzip.", e);
        }
    }

    /** The file is what was said on the command line: what is wrong with it comes before all else. */
    public static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw WeirException.usage("there is no file " + file, "Give a CSV file of swaps, plain or gzip.");
        }
    }

    static DemoMarket of(PoolMetadata pool, List<Swap> swaps, String source) {
        long start = quietBlock(swaps);
        long last = swaps.get(swaps.size() - 1).blockNumber();
        long end = Math.min(start + blocksPerDay(pool), last);
        if (end <= start) {
            throw WeirException.usage(source + " has swaps in a single block", "Give a day of swaps.");
        }
        return new DemoMarket(pool, Swaps.of(swaps), start, end, source);
    }

    /** The pool's price at the end of a block of the round. */
    Price price(long block) {
        return new Price(swaps.sqrtPriceX96(swaps.countThrough(block) - 1));
    }

    /** Hours since the round's start, by the chain's block time. */
    public double hours(long block) {
        return (block - startBlock) * 24.0 / blocksPerDay(pool);
    }

    /**
     * The first block after a swap in which there is none: the validator's evaluation knows no position for swaps in the very
     * block of the first rebalance.
     */
    private static long quietBlock(List<Swap> swaps) {
        long block = swaps.get(0).blockNumber() + 1;
        for (Swap swap : swaps) {
            if (swap.blockNumber() > block) {
                break;
            }
            block = Math.max(block, swap.blockNumber() + 1);
        }
        return block;
    }

    /** Of a chain that nobody knows, as many as on Base. */
    private static long blocksPerDay(PoolMetadata pool) {
        double seconds = pool.blockSeconds();
        return Double.isNaN(seconds) ? BLOCKS_PER_DAY_ON_BASE : (long) (86_400 / seconds);
    }
}
