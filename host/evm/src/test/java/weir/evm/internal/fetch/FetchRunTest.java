package weir.evm.internal.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import weir.history.PoolInfo;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;

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
                    .fetch(Optional.of(new BlockBound.Block(pool.blocks().first())), new BlockBound.Finalized());
            assertEquals(StoredEvents.recordedSwaps(pool), StoredEvents.swaps(store, pool.key()));
            assertEquals(StoredEvents.recordedEvents(pool), StoredEvents.events(store, pool.key()));
            PoolInfo info = store.pool(pool.key()).orElseThrow();
            assertEquals(List.of(pool.blocks()), info.covered());
            assertEquals(List.of(pool.blocks()), info.eventBlocks());
        }
        assertEquals(StoredEvents.recordedSwaps(pool).size(), report.swaps());
        assertEquals(pool.blocks(), report.blocks());
        PoolMetadata facts =
                new PoolMetadataStore(folder.resolve("pools")).find(pool.key()).orElseThrow();
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
}
