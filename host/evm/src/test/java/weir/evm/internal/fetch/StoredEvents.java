package weir.evm.internal.fetch;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import weir.evm.internal.logs.RecordedPool;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory.EventCursor;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;

/** What a store contains, and what it should contain of a recorded pool. */
final class StoredEvents {

    private StoredEvents() {}

    /** All files below a directory but the locks, by name, as hexadecimal text. */
    static Map<String, String> bytes(Path directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.filter(each -> Files.isRegularFile(each) && !each.endsWith("lock"))
                    .toList()) {
                files.put(directory.relativize(path).toString(), HexFormat.of().formatHex(Files.readAllBytes(path)));
            }
        }
        return files;
    }

    /** The swaps of the recorded CSV file. */
    static List<SwapRow> recordedSwaps(RecordedPool pool) throws IOException {
        return pool.csv("swaps").stream()
                .map(row -> new SwapRow(
                        Long.parseLong(row.get("block_number")),
                        Integer.parseInt(row.get("log_index")),
                        new BigInteger(row.get("sqrt_price_x96")),
                        Integer.parseInt(row.get("tick")),
                        new BigInteger(row.get("liquidity")),
                        new BigInteger(row.get("amount0")),
                        new BigInteger(row.get("amount1")),
                        row.get("tx_hash"),
                        Long.parseLong(row.get("timestamp"))))
                .toList();
    }

    /** The stored swaps. */
    static List<SwapRow> swaps(SwapStore store, PoolKey pool) {
        List<SwapRow> rows = new ArrayList<>();
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = store.scan(pool, BlockRange.all())) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    rows.add(batch.row(i));
                }
            }
        }
        return rows;
    }

    /** The values of the recorded CSV file that a stored event has, as text. */
    static List<String> recordedEvents(RecordedPool pool) throws IOException {
        return pool.csv("decoded").stream()
                .filter(row ->
                        !row.get("event").equals("Swap") && !row.get("event").startsWith("IncreaseObservation"))
                .map(StoredEvents::text)
                .toList();
    }

    private static String text(Map<String, String> row) {
        String position = row.get("owner") + " " + row.get("tickLower") + " " + row.get("tickUpper");
        String amounts = row.get("amount0") + " " + row.get("amount1");
        String place = row.get("block_number") + " " + row.get("log_index") + " " + row.get("tx_hash") + " "
                + row.get("timestamp") + " " + row.get("event") + " ";
        return place
                + switch (row.get("event")) {
                    case "Initialize" -> row.get("sqrtPriceX96") + " " + row.get("tick");
                    case "Mint", "Burn" -> position + " " + row.get("amount") + " " + amounts;
                    case "Collect" -> position + " " + amounts;
                    case "Flash" -> row.get("paid0") + " " + row.get("paid1");
                    case "SetFeeProtocol" -> row.get("feeProtocol0New") + " " + row.get("feeProtocol1New");
                    default -> amounts;
                };
    }

    /** The stored events, as text like the recorded ones. */
    static List<String> events(SwapStore store, PoolKey pool) {
        List<String> rows = new ArrayList<>();
        try (EventCursor cursor = store.scanEvents(pool, BlockRange.all())) {
            for (List<PoolEvent> events = cursor.next(); !events.isEmpty(); events = cursor.next()) {
                events.forEach(event -> rows.add(text(event)));
            }
        }
        return rows;
    }

    private static String text(PoolEvent event) {
        String place =
                event.block() + " " + event.logIndex() + " " + event.place().txHash() + " "
                        + event.place().timestamp() + " " + event.getClass().getSimpleName() + " ";
        if (event instanceof PoolEvent.Initialize e) {
            return place + e.sqrtPriceX96() + " " + e.tick();
        }
        if (event instanceof PoolEvent.Mint e) {
            return place + e.owner() + " " + e.tickLower() + " " + e.tickUpper() + " " + e.liquidity() + " "
                    + e.amount0() + " " + e.amount1();
        }
        if (event instanceof PoolEvent.Burn e) {
            return place + e.owner() + " " + e.tickLower() + " " + e.tickUpper() + " " + e.liquidity() + " "
                    + e.amount0() + " " + e.amount1();
        }
        if (event instanceof PoolEvent.Collect e) {
            return place + e.owner() + " " + e.tickLower() + " " + e.tickUpper() + " " + e.amount0() + " "
                    + e.amount1();
        }
        if (event instanceof PoolEvent.Flash e) {
            return place + e.paid0() + " " + e.paid1();
        }
        if (event instanceof PoolEvent.SetFeeProtocol e) {
            return place + e.feeProtocol0() + " " + e.feeProtocol1();
        }
        if (event instanceof PoolEvent.CollectProtocol e) {
            return place + e.amount0() + " " + e.amount1();
        }
        PoolEvent.CollectFees e = (PoolEvent.CollectFees) event;
        return place + e.amount0() + " " + e.amount1();
    }
}
