package weir.history.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import weir.history.BlockRange;
import weir.history.GeneratedSwaps;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapRows;
import weir.history.SwapStore;

/** An embedded store and generated swaps, which the tests of imports write to CSV files. */
abstract class ImportFixture {

    static final PoolKey POOL = new PoolKey(1, "0x" + "5a".repeat(20));
    static final String HEADER =
            "block_number,log_index,tx_hash,timestamp,sqrt_price_x96,tick,liquidity,amount0,amount1";

    @TempDir
    Path folder;

    SwapStore store;
    final List<SwapRow> rows = new ArrayList<>();
    final List<HistoryImport.Progress> reports = new ArrayList<>();

    @BeforeEach
    void open() {
        store = SwapStore.embedded(folder.resolve("history"));
        GeneratedSwaps swaps = new GeneratedSwaps(31);
        for (int i = 0; i < 20_000; i++) {
            rows.add(swaps.next());
        }
    }

    List<Path> stagingFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }

    int changeTimeOfLastRowOfABlock(int from) {
        int index = from;
        while (rows.get(index + 1).block() == rows.get(index).block()) {
            index++;
        }
        rows.set(index, SwapRows.withTime(rows.get(index), rows.get(index).timestamp() + 1));
        return index;
    }

    /** The rows of {@link GeneratedSwaps} are at 440 million times this price. */
    static SwapRow atPriceOne(long block) {
        BigInteger amount = BigInteger.TEN.pow(9);
        return new SwapRow(
                block,
                0,
                BigInteger.ONE.shiftLeft(96),
                0,
                BigInteger.TEN.pow(19),
                amount,
                amount.negate(),
                "0x" + "0".repeat(64),
                1_700_000_000);
    }

    void assertNothingStored() throws IOException {
        assertEquals(Optional.empty(), store.pool(POOL));
        try (var files = Files.walk(folder.resolve("history"))) {
            assertFalse(files.anyMatch(path -> path.toString().endsWith(".part")));
        }
    }

    HistoryImport.Report run(Path file, PoolKey pool) throws IOException {
        return new HistoryImport(store, reports::add).fromCsv(file, pool, BlockRange.all());
    }

    Path csv(List<SwapRow> swaps) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (SwapRow row : swaps) {
            text.append(row.block()).append(',').append(row.logIndex()).append(',');
            text.append(row.txHash()).append(',');
            text.append(row.timestamp() < 0 ? "" : row.timestamp()).append(',');
            text.append(row.sqrtPriceX96()).append(',').append(row.tick()).append(',');
            text.append(row.liquidity()).append(',').append(row.amount0()).append(',');
            text.append(row.amount1()).append('\n');
        }
        return Files.writeString(folder.resolve("swaps.csv"), text);
    }

    List<SwapRow> read(PoolKey pool) {
        List<SwapRow> read = new ArrayList<>();
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = store.scan(pool, BlockRange.all())) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    read.add(batch.row(i));
                }
            }
        }
        return read;
    }
}
