package weir.spark.internal.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.experiment.StoredMarket;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.market.SwapSource;
import weir.strategy.Market.InitializedTick;
import weir.uniswap.v3.SwapMath;
import weir.uniswap.v3.TickMath;

/** What executors get of a history. */
class HistoryExtractTest {

    private static final PoolKey POOL = StoredMarket.POOL.key();

    private static final BigInteger LIQUIDITY = BigInteger.TEN.pow(20);

    @TempDir
    Path folder;

    @Test
    void extractHasTheSwapsOfTheRangeAndTheCoveredBlocksOfTheHistory() throws Exception {
        long gap = StoredMarket.FIRST + 2_000;
        BlockRange range = new BlockRange(StoredMarket.FIRST + 1_000, StoredMarket.FIRST + 4_000);
        try (StoredMarket market = new StoredMarket(folder.resolve("market"), gap, gap + 50)) {
            HistoryExtract.write(market.store, POOL, range, folder.resolve("a"));
            HistoryExtract.write(market.store, POOL, range, folder.resolve("b"));
            try (SwapStore extract = SwapStore.embedded(folder.resolve("a"))) {
                List<SwapRow> expected = read(market.store, range);
                assertTrue(expected.size() > 100, expected.size() + " swaps");
                assertEquals(expected, read(extract, BlockRange.all()));
                PoolInfo info = extract.pool(POOL).orElseThrow();
                assertEquals(
                        List.of(
                                new BlockRange(
                                        market.store.pool(POOL).orElseThrow().firstBlock(), gap - 1),
                                new BlockRange(gap + 51, range.last())),
                        info.covered());
            }
            assertEquals(ContentFile.below(folder.resolve("a")), ContentFile.below(folder.resolve("b")));
        }
    }

    @Test
    void marketShowsTheSameTicksAndLiquidity() {
        BlockRange range = new BlockRange(600, 900);
        try (SwapStore history = SwapStore.embedded(folder.resolve("history"))) {
            history.append(POOL, new BlockRange(1, 1_000), swaps(), events());
            HistoryExtract.write(history, POOL, range, folder.resolve("extract"));
            try (SwapStore extract = SwapStore.embedded(folder.resolve("extract"))) {
                SwapSource all = SwapSource.of(history, key -> Optional.empty());
                SwapSource part = SwapSource.of(extract, key -> Optional.empty());
                String pool = POOL.address();
                assertEquals(2, ticks(all, 650).orElseThrow().size());
                assertEquals(ticks(all, 650), ticks(part, 650));
                assertEquals(4, ticks(all, 800).orElseThrow().size());
                assertEquals(ticks(all, 800), ticks(part, 800));
                assertEquals(Optional.of(LIQUIDITY), all.liquidity(POOL.chainId(), pool, 800));
                assertEquals(Optional.of(LIQUIDITY), part.liquidity(POOL.chainId(), pool, 800));
                assertEquals(
                        all.swaps(POOL.chainId(), pool, 600, 900, 50), part.swaps(POOL.chainId(), pool, 600, 900, 50));
            }
        }
    }

    private static Optional<List<InitializedTick>> ticks(SwapSource source, long block) {
        return source.initializedTicks(POOL.chainId(), POOL.address(), block, TickMath.MIN_TICK, TickMath.MAX_TICK);
    }

    /** A mint around the price before the range, and one beside it in the range. */
    private static List<PoolEvent> events() {
        return List.of(
                new PoolEvent.Initialize(place(1, 0), TickMath.getSqrtRatioAtTick(0), 0),
                new PoolEvent.Mint(place(1, 1), null, -6_000, 6_000, LIQUIDITY, BigInteger.ONE, BigInteger.ONE),
                new PoolEvent.Mint(place(700, 9), null, 7_000, 8_000, LIQUIDITY, BigInteger.ONE, BigInteger.ZERO));
    }

    private static PoolEvent.Place place(long block, int logIndex) {
        return new PoolEvent.Place(block, logIndex, null, SwapRow.UNKNOWN_TIME);
    }

    private static SwapBatch swaps() {
        SwapBatch batch = new SwapBatch();
        BigInteger price = TickMath.getSqrtRatioAtTick(0);
        for (int i = 0; i < 300; i++) {
            boolean inToken0 = i % 5 < 2;
            BigInteger input = BigInteger.TEN.pow(16).add(BigInteger.valueOf(i));
            BigInteger target = TickMath.getSqrtRatioAtTick(inToken0 ? -5_000 : 5_000);
            SwapMath.Step step = SwapMath.computeSwapStep(price, target, LIQUIDITY, input, 500);
            price = step.sqrtRatioNextX96();
            BigInteger output = step.amountOut().negate();
            batch.add(new SwapRow(
                    2 + 3L * i,
                    0,
                    price,
                    TickMath.getTickAtSqrtRatio(price),
                    LIQUIDITY,
                    inToken0 ? input : output,
                    inToken0 ? output : input,
                    null,
                    SwapRow.UNKNOWN_TIME));
        }
        return batch;
    }

    private static List<SwapRow> read(SwapHistory history, BlockRange range) {
        List<SwapRow> rows = new ArrayList<>();
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = history.scan(POOL, range)) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    rows.add(batch.row(i));
                }
            }
        }
        return rows;
    }
}
