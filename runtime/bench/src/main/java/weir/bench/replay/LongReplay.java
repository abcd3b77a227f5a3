package weir.bench.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import weir.backtest.Deployment;
import weir.backtest.Swaps;
import weir.backtest.ValidatorEvaluation;
import weir.backtest.market.MarketParameters;
import weir.backtest.market.SeededMarket;
import weir.backtest.v3.GasCosts;
import weir.backtest.v3.PoolFees;
import weir.backtest.v3.V3Evaluation;
import weir.backtest.v3.V3Evaluation.PoolLiquidity;
import weir.bench.host.Footprint;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.SwapStore.BulkLoad;
import weir.strategy.Inventory;
import weir.strategy.Swap;

/**
 * Main class of a process with a small heap: stores a long history and replays it from disk in both models. Prints one figure per
 * line, key and number.
 */
final class LongReplay {

    static final PoolKey POOL = new PoolKey(8453, "0x" + "be".repeat(20));
    private static final int FEE_PIPS = 500;

    /** Memory is read after each of these parts of the history; the first is for warm-up. */
    private static final int PARTS = 20;

    private final SwapStore store;
    private final long swaps;

    private LongReplay(SwapStore store, long swaps) {
        this.store = store;
        this.swaps = swaps;
    }

    /** @param arguments folder and number of swaps */
    public static void main(String[] arguments) throws IOException {
        try (SwapStore store = SwapStore.embedded(Path.of(arguments[0]))) {
            new LongReplay(store, Long.parseLong(arguments[1])).measure();
        }
    }

    private void measure() throws IOException {
        long begun = System.nanoTime();
        long first = load(store, swaps);
        print("load_swaps_per_s", swaps / seconds(begun));
        print("stored_bytes", store.pool(POOL).orElseThrow().bytes());
        List<Deployment> history = List.of(new Deployment(first, V3ReplayJmh.positions(1), Inventory.NONE));
        ValidatorEvaluation validator =
                new ValidatorEvaluation(first + 1, Long.MAX_VALUE, V3ReplayJmh.INVENTORY, FEE_PIPS / 1e6, history);
        replay("validator", validator::add);
        V3Evaluation v3 = new V3Evaluation(
                first + 1,
                Long.MAX_VALUE,
                V3ReplayJmh.INVENTORY,
                PoolFees.withoutStaking(FEE_PIPS),
                GasCosts.ZERO,
                PoolLiquidity.EXCLUDES_POSITIONS,
                history);
        replay("v3", v3::add);
        print("v3_swaps", v3.result().swapCount());
        print("validator_in_range", validator.result().inRangeRatio());
    }

    /** Stores the same swaps again and again, each time in later blocks. Returns the block of the first one. */
    static long load(SwapStore store, long swaps) {
        SwapBatch batch = batch();
        long first = batch.blocks()[0];
        long span = batch.blocks()[batch.size() - 1] - batch.blocks()[0] + 1;
        long next = 0;
        try (BulkLoad load = store.startLoad(POOL, "bench")) {
            for (long done = 0; done < swaps; done += batch.size()) {
                long last = batch.blocks()[batch.size() - 1];
                load.append(new BlockRange(next, last), batch);
                next = last + 1;
                for (int row = 0; row < batch.size(); row++) {
                    batch.blocks()[row] += span;
                }
            }
            load.commit();
        }
        return first;
    }

    private void replay(String model, Consumer<Swaps> evaluation) throws IOException {
        long begun = System.nanoTime();
        long done = 0;
        long early = 0;
        long max = 0;
        int part = 0;
        SwapBatch read = new SwapBatch();
        try (SwapCursor cursor = store.scan(POOL, BlockRange.all())) {
            while (cursor.next(read)) {
                evaluation.accept(Swaps.builder(read.size()).add(read).build());
                done += read.size();
                if (done * PARTS >= swaps * (part + 1)) {
                    part++;
                    long now = Footprint.residentBytes(ProcessHandle.current().pid());
                    early = part == 2 ? now : early;
                    max = Math.max(max, now);
                }
            }
        }
        print(model + "_swaps_per_s", done / seconds(begun));
        print(model + "_rss_early_mb", early / 1e6);
        print(model + "_rss_most_mb", max / 1e6);
    }

    private static SwapBatch batch() {
        SwapBatch batch = new SwapBatch();
        List<Swap> day = SeededMarket.swaps(MarketParameters.day(98));
        int size = 8_000;
        while (day.get(size).blockNumber() == day.get(size - 1).blockNumber()
                || !canFollow(day.get(0), day.get(size - 1))) {
            size--;
        }
        for (Swap swap : day.subList(0, size)) {
            batch.add(row(swap));
        }
        return batch;
    }

    /** Whether the price moves in the direction of the amounts, which the store checks, if the first swap comes after the last one. */
    private static boolean canFollow(Swap first, Swap last) {
        int priceChange = first.price().sqrtPriceX96().compareTo(last.price().sqrtPriceX96());
        return priceChange * first.amount0().signum() <= 0;
    }

    /** A swap as a row of the store. */
    static SwapRow row(Swap swap) {
        return new SwapRow(
                swap.blockNumber(),
                swap.logIndex(),
                swap.price().sqrtPriceX96(),
                swap.price().tick(),
                swap.liquidity(),
                swap.amount0(),
                swap.amount1(),
                null,
                SwapRow.UNKNOWN_TIME);
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static void print(String key, double value) {
        System.out.println(key + " " + value);
    }
}
