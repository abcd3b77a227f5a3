package weir.evm.internal.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.evm.BlockBound;
import weir.evm.HistoryFetch.Progress;
import weir.evm.HistoryFetch.Report;
import weir.evm.internal.logs.RecordedPool;
import weir.evm.internal.rpc.EndpointPool;
import weir.evm.internal.rpc.LoopbackNode;
import weir.evm.internal.rpc.ManualPause;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.PoolInfo;
import weir.history.PoolMetadata;
import weir.history.PoolMetadataStore;
import weir.history.SwapBatch;
import weir.history.SwapHistory.EventCursor;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;

/** Fetches of recorded pools from nodes on the loopback interface. */
class FetchRunTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"slipstream", "uniswap-v3"})
    void recordedSwapsAndEventsAreStored(String name) throws IOException {
        RecordedPool pool = RecordedPool.load(name);
        List<Progress> progress = new ArrayList<>();
        Report report;
        try (LoopbackNode node = new LoopbackNode(new RecordedNode(pool));
                SwapStore store = SwapStore.embedded(folder)) {
            report = new FetchRun(
                            store,
                            new PoolMetadataStore(folder.resolve("pools")),
                            EndpointPool.of(List.of(node.url()), new ManualPause()),
                            progress::add,
                            pool.key())
                    .fetch(
                            Optional.of(new BlockBound.Block(pool.blocks().first())),
                            new BlockBound.Finalized());
            assertEquals(swaps(pool), stored(store, pool));
            assertEquals(events(pool), storedEvents(store, pool));
            PoolInfo info = store.pool(pool.key()).orElseThrow();
            assertEquals(List.of(pool.blocks()), info.covered());
            assertEquals(List.of(pool.blocks()), info.eventBlocks());
        }
        assertEquals(swaps(pool).size(), report.swaps());
        assertEquals(pool.blocks(), report.blocks());
        PoolMetadata facts = new PoolMetadataStore(folder.resolve("pools")).find(pool.key()).orElseThrow();
        assertEquals(report.pool(), facts);
        assertEquals(new PoolMetadata.Token("WETH", 18), facts.token0());
        assertEquals(new PoolMetadata.Token("USDC", 6), facts.token1());
        assertEquals(name.equals("slipstream") ? 100 : 10, facts.tickSpacing());
        assertEquals(
                Optional.of(name.equals("slipstream") ? PoolMetadata.Kind.SLIPSTREAM : PoolMetadata.Kind.UNISWAP_V3),
                facts.kind());
        Progress last = progress.get(progress.size() - 1);
        assertEquals(last.totalBlocks(), last.blocks());
        assertEquals(report.swaps(), last.swaps());
    }

    /** The swaps of the recorded CSV file. */
    private static List<SwapRow> swaps(RecordedPool pool) throws IOException {
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

    private static List<SwapRow> stored(SwapStore store, RecordedPool pool) {
        List<SwapRow> rows = new ArrayList<>();
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = store.scan(pool.key(), BlockRange.all())) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    rows.add(batch.row(i));
                }
            }
        }
        return rows;
    }

    /** The values of the recorded CSV file that a stored event has, as text. */
    private static List<String> events(RecordedPool pool) throws IOException {
        return pool.csv("decoded").stream()
                .filter(row -> !row.get("event").equals("Swap")
                        && !row.get("event").startsWith("IncreaseObservation"))
                .map(FetchRunTest::text)
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

    private static List<String> storedEvents(SwapStore store, RecordedPool pool) {
        List<String> rows = new ArrayList<>();
        try (EventCursor cursor = store.scanEvents(pool.key(), BlockRange.all())) {
            for (List<PoolEvent> events = cursor.next(); !events.isEmpty(); events = cursor.next()) {
                events.forEach(event -> rows.add(text(event)));
            }
        }
        return rows;
    }

    private static String text(PoolEvent event) {
        String place = event.block() + " " + event.logIndex() + " " + event.place().txHash() + " "
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
