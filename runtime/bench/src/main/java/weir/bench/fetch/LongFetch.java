package weir.bench.fetch;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import weir.evm.BlockBound;
import weir.evm.HistoryFetch;
import weir.evm.HistoryFetch.Progress;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadataStore;

/**
 * Main class of a process with a small heap: fetches a long history, first into a store that discards it, then onto the disk. Prints one
 * figure per line: key, number, meaning. The figures per core divide by the processor time of the whole process, so they do not depend on
 * other processes.
 */
final class LongFetch {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Memory is read after each of these parts; the first ones are for warm-up. */
    private static final int PARTS = 20;

    private static final int WARM_UP_PARTS = 4;

    private final String url;
    private final PoolMetadataStore metadata;
    private final List<Long> heapBytes = new ArrayList<>();

    private LongFetch(String url, Path folder) {
        this.url = url;
        this.metadata = new PoolMetadataStore(folder.resolve("pools"));
    }

    /** @param arguments URL of the node, folder, number of swaps */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[1]);
        long swaps = Long.parseLong(arguments[2]);
        LongFetch fetch = new LongFetch(arguments[0], folder);
        fetch.run(new DiscardingStore(), Math.min(swaps, 400_000), "");
        fetch.run(new DiscardingStore(), Math.min(swaps, 2_000_000), "decoded");
        fetch.heapBytes.clear();
        try (SwapStore store = SwapStore.embedded(folder.resolve("history"))) {
            fetch.run(store, swaps, "stored");
            print("stored_bytes", store.pool(SyntheticNode.POOL).orElseThrow().bytes(), "size of the history on disk");
        }
        List<Long> heap = fetch.heapBytes.subList(WARM_UP_PARTS, fetch.heapBytes.size());
        print("heap_first_mb", heap.get(0) / 1e6, "live heap after a fifth of the swaps");
        print("heap_last_mb", heap.get(heap.size() - 1) / 1e6, "live heap at the end");
        print("heap_max_mb", heap.stream().mapToLong(Long::longValue).max().orElseThrow() / 1e6, "most live heap");
    }

    /** @param name prefix of the figures; empty to print none */
    private void run(SwapStore store, long swaps, String name) {
        long blocks = swaps / SyntheticNode.SWAPS_PER_BLOCK;
        HistoryFetch fetch = new HistoryFetch(store, metadata, List.of(url), this::readMemory);
        long wallNs = System.nanoTime();
        long cpuNs = SYSTEM.getProcessCpuTime();
        long fetched = fetch.fetch(
                        SyntheticNode.POOL,
                        Optional.of(new BlockBound.Block(SyntheticNode.FIRST_BLOCK)),
                        new BlockBound.Block(SyntheticNode.FIRST_BLOCK + blocks - 1))
                .swaps();
        cpuNs = SYSTEM.getProcessCpuTime() - cpuNs;
        wallNs = System.nanoTime() - wallNs;
        if (!name.isEmpty()) {
            print(name + "_swaps", fetched, "swaps " + name);
            print(name + "_swaps_per_core_s", fetched / (cpuNs / 1e9), "per second of processor time");
            print(name + "_swaps_per_s", fetched / (wallNs / 1e9), "per second");
        }
    }

    private void readMemory(Progress progress) {
        if (progress.blocks() * PARTS >= progress.totalBlocks() * (heapBytes.size() % PARTS + 1)) {
            System.gc();
            heapBytes.add(
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
    }

    private static void print(String key, double value, String meaning) {
        System.out.printf(Locale.ROOT, "%s %.1f %s%n", key, value, meaning);
    }
}
