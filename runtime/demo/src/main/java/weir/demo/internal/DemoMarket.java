package weir.demo.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import weir.backtest.Swaps;
import weir.backtest.market.MarketParameters;
import weir.backtest.market.SeededMarket;
import weir.base.TemporaryDirectory;
import weir.base.WeirException;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapStore;
import weir.history.load.HistoryImport;
import weir.history.pool.PoolMetadata;
import weir.strategy.Price;

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
        return of(pool, Swaps.of(SeededMarket.swaps(day)), "a seeded market, seed " + seed);
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
            return of(pool, readSwaps(file, pool.key()), file.getFileName().toString());
        } catch (HistoryException e) {
            throw WeirException.usage(e.problem(), e.remedy());
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + file, "Give a readable CSV file of swaps, plain or gzip.", e);
        }
    }

    /** Imports the file like {@code weir history import}, which checks every row. */
    private static Swaps readSwaps(Path file, PoolKey pool) throws IOException {
        TemporaryDirectory folder = TemporaryDirectory.create("weir-demo");
        try (SwapStore store = SwapStore.embedded(folder.path())) {
            new HistoryImport(store, progress -> {}).fromCsv(file, pool, BlockRange.all());
            Swaps.Builder swaps = Swaps.builder(0);
            SwapBatch batch = new SwapBatch();
            try (SwapCursor cursor = store.scan(pool, BlockRange.all())) {
                while (cursor.next(batch)) {
                    swaps.add(batch);
                }
            }
            return swaps.build();
        } finally {
            folder.remove();
        }
    }

    /** @throws WeirException if the file does not exist */
    public static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw WeirException.usage(
                    "the file " + file + " does not exist", "Give a CSV file of swaps, plain or gzip.");
        }
    }

    static DemoMarket of(PoolMetadata pool, Swaps swaps, String source) {
        long start = firstBlockWithoutSwap(swaps);
        long last = swaps.block(swaps.size() - 1);
        long end = Math.min(start + blocksPerDay(pool), last);
        if (end <= start) {
            throw WeirException.usage(source + " has swaps in a single block", "Give a day of swaps.");
        }
        return new DemoMarket(pool, swaps, start, end, source);
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
    private static long firstBlockWithoutSwap(Swaps swaps) {
        long block = swaps.block(0) + 1;
        while (swaps.countThrough(block) > swaps.countThrough(block - 1)) {
            block++;
        }
        return block;
    }

    /** Blocks per day on the chain of the pool; as many as on Base if the chain is unknown. */
    private static long blocksPerDay(PoolMetadata pool) {
        double seconds = pool.blockSeconds();
        return Double.isNaN(seconds) ? BLOCKS_PER_DAY_ON_BASE : (long) (86_400 / seconds);
    }
}
