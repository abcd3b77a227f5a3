package weir.history.internal.store;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import weir.history.BlockRange;
import weir.history.GeneratedSwaps;
import weir.history.PoolEvent;
import weir.history.PoolEvent.Place;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.SwapStore.BulkLoad;

/** The process that {@link KillTest} kills: appends or loads generated swaps, and prints after each step what is stored. */
final class AppendForever {

    static final PoolKey POOL = new PoolKey(1, "0x" + "2b".repeat(20));
    static final String SOURCE = "generated";
    static final long SEED = 77;

    private AppendForever() {}

    /** Arguments: folder, {@code append}, {@code load}, {@code replace} or {@code compact}, rows a step, the last block already stored. */
    public static void main(String[] args) {
        if (args[1].equals("replace")) {
            replaceForever(Path.of(args[0]), Integer.parseInt(args[2]), Long.parseLong(args[3]));
        }
        if (args[1].equals("compact")) {
            compactForever(Path.of(args[0]), Integer.parseInt(args[2]), Long.parseLong(args[3]));
        }
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
        SwapStore store = SwapStore.embedded(folder);
        long next = stored + 1;
        GeneratedSwaps swaps = new GeneratedSwaps(SEED);
        SwapRow row = swaps.next();
        SwapBatch batch = new SwapBatch();
        while (row.block() < next) {
            row = swaps.next();
        }
        try (BulkLoad staged = load ? store.startLoad(POOL, SOURCE) : null) {
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
                    staged.append(blocks, batch, events(batch));
                } else {
                    store.append(POOL, blocks, batch, events(batch));
                }
                next = last + 1;
                report.accept(last);
            }
        }
        return next - 1;
    }

    /** Returns one event for each block with a swap, so that a reader can check that both are stored. */
    private static List<PoolEvent> events(SwapBatch batch) {
        List<PoolEvent> events = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            if (row + 1 == batch.size() || batch.blocks()[row + 1] != batch.blocks()[row]) {
                events.add(event(batch.blocks()[row]));
            }
        }
        return events;
    }

    static PoolEvent event(long block) {
        Place place = new Place(block, 1_000_000, null, SwapRow.UNKNOWN_TIME);
        return new PoolEvent.Mint(place, null, -60, 60, BigInteger.valueOf(block), BigInteger.ONE, BigInteger.TWO);
    }

    /** Appends, and rewrites all files after each addition. */
    private static void compactForever(Path folder, int step, long stored) {
        long last = stored;
        while (true) {
            last = append(folder, false, step, last, 1, ignored -> {});
            SwapStore.embedded(folder).compact(POOL);
            System.out.println(last);
        }
    }

    /** Replaces all stored rows by equal ones, again and again. */
    private static void replaceForever(Path folder, int step, long stored) {
        SwapStore store = SwapStore.embedded(folder);
        SwapBatch batch = new SwapBatch();
        while (true) {
            try (BulkLoad load = store.startReplacement(POOL, SOURCE)) {
                GeneratedSwaps swaps = new GeneratedSwaps(SEED);
                SwapRow row = swaps.next();
                for (long next = 0; next <= stored; ) {
                    batch.resize(0);
                    long last = next;
                    while (row.block() <= stored && (batch.size() < step || row.block() == last)) {
                        last = row.block();
                        batch.add(row);
                        row = swaps.next();
                    }
                    last = row.block() > stored ? stored : last;
                    load.append(new BlockRange(next, last), batch, events(batch));
                    next = last + 1;
                }
                load.commit();
            }
            System.out.println(stored);
        }
    }
}
