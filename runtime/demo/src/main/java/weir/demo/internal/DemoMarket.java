package weir.demo.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
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
import weir.history.SwapRow;
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
        long last = swaps.block(swaps.size() - 1);
        long start = startBlock(swaps, last);
        long end = Math.min(start + blocksPerDay(pool), last);
        if (end <= start) {
            throw WeirException.usage(source + " has swaps in a single block", "Give a day of swaps.");
        }
        return new DemoMarket(pool, swaps, start, end, source);
    }

    /**
     * Stores the swaps before the round in the home of a host, so that its strategies see them.
     *
     * @throws HistoryException if they cannot be written
     */
    void storeEarlierSwaps(SwapStore store) {
        SwapBatch batch = new SwapBatch();
        int count = swaps.countThrough(startBlock);
        int from = Math.max(0, count - SwapBatch.CAPACITY);
        for (int i = from; i < count; i++) {
            batch.add(new SwapRow(
                    swaps.block(i),
                    swaps.logIndex(i),
                    swaps.sqrtPriceX96(i),
                    swaps.price(i).tick(),
                    swaps.liquidity(i),
                    swaps.amount0(i),
                    swaps.amount1(i),
                    null,
                    SwapRow.UNKNOWN_TIME));
        }
        long first = from == 0 ? swaps.block(0) : swaps.block(from - 1) + 1;
        store.append(pool.key(), new BlockRange(first, startBlock), batch);
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
     * The first block after two swaps that raised the price, so that swap-direction takes part; without such swaps, the first block after
     * a swap. No swap is in the block: the validator's evaluation fails for swaps in the block of the first rebalance.
     */
    private static long startBlock(Swaps swaps, long last) {
        return LongStream.range(swaps.block(0) + 1, last)
                .filter(block -> !hasSwap(swaps, block) && isRisingAt(swaps, block))
                .findFirst()
                .orElseGet(() -> LongStream.iterate(swaps.block(0) + 1, block -> block + 1)
                        .filter(block -> !hasSwap(swaps, block))
                        .findFirst()
                        .orElseThrow());
    }

    private static boolean hasSwap(Swaps swaps, long block) {
        return swaps.countThrough(block) > swaps.countThrough(block - 1);
    }

    private static boolean isRisingAt(Swaps swaps, long block) {
        int count = swaps.countThrough(block);
        return count >= 2
                && swaps.amount1(count - 1).signum() > 0
                && swaps.amount1(count - 2).signum() > 0;
    }

    /** Blocks per day on the chain of the pool; as many as on Base if the chain is unknown. */
    private static long blocksPerDay(PoolMetadata pool) {
        double seconds = pool.blockSeconds();
        return Double.isNaN(seconds) ? BLOCKS_PER_DAY_ON_BASE : (long) (86_400 / seconds);
    }
}
