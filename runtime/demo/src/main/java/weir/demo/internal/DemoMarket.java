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
 * A day of swaps of a pool.
 *
 * @param pool the pool
 * @param swaps its swaps in chain order, at least one
 * @param startBlock first block of the round
 * @param endBlock last block of the round
 * @param source the origin of the swaps, for the report
 */
public record DemoMarket(PoolMetadata pool, Swaps swaps, long startBlock, long endBlock, String source) {

    /** Not the address of a pool on any chain. */
    private static final String FICTIONAL_POOL = "0x" + "5eed".repeat(10);

    private static final long BLOCKS_PER_DAY_ON_BASE = 43_200;

    /** A market made from a seed. */
    public static DemoMarket seeded(long seed) {
        MarketParameters day = MarketParameters.day(seed);
        PoolMetadata pool = new PoolMetadata(
                8453,
                FICTIONAL_POOL,
                new PoolMetadata.Token("WETH", 18),
                new PoolMetadata.Token("USDC", 6),
                day.feePips(),
                day.tickSpacing());
        return of(pool, SeededMarket.swaps(day), "a seeded market, seed " + seed);
    }

    /**
     * The first day of a file of swaps with a {@code pool.json} beside it.
     *
     * @throws WeirException naming the line that is not valid
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

    /** @throws WeirException if the file does not exist */
    public static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw WeirException.usage(
                    "the file " + file + " does not exist", "Give a CSV file of swaps, plain or gzip.");
        }
    }

    static DemoMarket of(PoolMetadata pool, List<Swap> swaps, String source) {
        long start = firstBlockWithoutSwap(swaps);
        long last = swaps.get(swaps.size() - 1).blockNumber();
        long end = Math.min(start + blocksPerDay(pool), last);
        if (end <= start) {
            throw WeirException.usage(source + " has swaps in a single block", "Give a day of swaps.");
        }
        return new DemoMarket(pool, Swaps.of(swaps), start, end, source);
    }

    /** The pool's price at the end of a block of the round. */
    Price priceAfter(long block) {
        return new Price(swaps.sqrtPriceX96(swaps.countThrough(block) - 1));
    }

    /** Hours since the round's start, by the chain's block time. */
    public double hoursSinceStart(long block) {
        return (block - startBlock) * 24.0 / blocksPerDay(pool);
    }

    /**
     * The first block without a swap after a swap: the validator's evaluation fails for swaps in the block of the first
     * rebalance.
     */
    private static long firstBlockWithoutSwap(List<Swap> swaps) {
        long block = swaps.get(0).blockNumber() + 1;
        for (Swap swap : swaps) {
            if (swap.blockNumber() > block) {
                break;
            }
            block = Math.max(block, swap.blockNumber() + 1);
        }
        return block;
    }

    /** Blocks per day on the chain of the pool; as many as on Base if the chain is unknown. */
    private static long blocksPerDay(PoolMetadata pool) {
        double seconds = pool.blockSeconds();
        return Double.isNaN(seconds) ? BLOCKS_PER_DAY_ON_BASE : (long) (86_400 / seconds);
    }
}
