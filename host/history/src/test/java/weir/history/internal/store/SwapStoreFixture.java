package weir.history.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import weir.history.BlockRange;
import weir.history.GeneratedSwaps;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;

/** An embedded store and generated swaps, which the tests of the store append to it. */
abstract class SwapStoreFixture {

    static final PoolKey POOL = new PoolKey(8453, "0x" + "1a".repeat(20));

    @TempDir
    Path folder;

    SwapStore store;
    final List<SwapRow> rows = new ArrayList<>();

    @BeforeEach
    void open() {
        store = SwapStore.embedded(folder);
        GeneratedSwaps swaps = new GeneratedSwaps(11);
        for (int i = 0; i < 1_200; i++) {
            rows.add(swaps.next());
        }
    }

    Set<String> fileNames() throws IOException {
        try (var files = Files.list(folder.resolve("8453-" + POOL.address()))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    /** Appends as a follower of the chain would: some blocks at a time, most of them without a swap. */
    void followChain(long from, int blocks) {
        long last = rows.get(rows.size() - 1).block();
        for (long block = from; block <= last; block += blocks) {
            BlockRange range = new BlockRange(block, block + blocks - 1);
            store.append(POOL, range, batch(range));
        }
    }

    List<SwapRow> inside(BlockRange blocks) {
        return rows.stream().filter(row -> blocks.contains(row.block())).toList();
    }

    SwapBatch batch(BlockRange blocks) {
        SwapBatch batch = new SwapBatch();
        inside(blocks).forEach(batch::add);
        return batch;
    }

    List<SwapRow> read(BlockRange blocks) {
        List<SwapRow> read = new ArrayList<>();
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = store.scan(POOL, blocks)) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    read.add(batch.row(i));
                }
            }
        }
        return read;
    }
}
