package weir.history.internal.store;

import java.nio.file.Path;
import java.util.function.LongConsumer;
import weir.history.BlockRange;
import weir.history.GeneratedSwaps;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.SwapStore.BulkLoad;
import weir.history.SwapStores;

/** The process that {@link KillTest} kills: appends or loads generated swaps, and prints after each step what is stored. */
final class AppendForever {

    static final PoolKey POOL = new PoolKey(1, "0x" + "2b".repeat(20));
    static final String SOURCE = "generated";
    static final long SEED = 77;

    private AppendForever() {}

    /** Arguments: folder, {@code append} or {@code load}, rows a step, the last block already stored. */
    public static void main(String[] args) {
        append(
                Path.of(args[0]),
                args[1].equals("load"),
                Integer.parseInt(args[2]),
                Long.parseLong(args[3]),
                Integer.MAX_VALUE,
                System.out::println);
    }

    /** Does so many steps and says after each which block is stored; returns the last. */
    static long append(Path folder, boolean load, int step, long stored, int steps, LongConsumer report) {
        SwapStore store = SwapStores.embedded(folder);
        long next = stored + 1;
        GeneratedSwaps swaps = new GeneratedSwaps(SEED);
        SwapRow row = swaps.next();
        SwapBatch batch = new SwapBatch();
        while (row.block() < next) {
            row = swaps.next();
        }
        try (BulkLoad staged = load ? store.load(POOL, SOURCE) : null) {
            for (int done = 0; done < steps; done++) {
                batch.resize(0);
                long last = row.block();
                while (batch.size() < step || row.block() == last) {
                    last = row.block();
                    batch.add(row);
                    row = swaps.next();
                }
                BlockRange blocks = new BlockRange(next, last);
                if (load) {
                    staged.append(blocks, batch);
                } else {
                    store.append(POOL, blocks, batch);
                }
                next = last + 1;
                report.accept(last);
            }
        }
        return next - 1;
    }
}
