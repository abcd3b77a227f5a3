package weir.evm.internal.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.evm.BlockBound;
import weir.evm.internal.logs.RecordedPool;
import weir.evm.internal.rpc.LoopbackNode;

/** The stored bytes are the same for all limits of nodes, any number of nodes, and any sequence of fetches. */
class FetchSplitsTest {

    @TempDir
    private Path folder;

    private final RecordedPool pool = RecordedPool.load("slipstream");
    private final long first = pool.blocks().first();
    private final long last = pool.blocks().last();
    private Map<String, String> expected;

    @BeforeEach
    void fetchAtOnce() throws IOException {
        FetchFixture fixture = fixture("expected");
        try (LoopbackNode node = new LoopbackNode(new RecordedNode(pool))) {
            fixture.fetch(first, node);
        }
        expected = StoredEvents.bytes(fixture.directory());
        assertEquals(2, expected.size(), () -> "one file of events and one of metadata: " + expected.keySet());
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "7, 1000", "50, 1000", "1000, 20", "30, 9"})
    void limitsOfNodesChangeNothing(long maxBlocks, int maxLogs) throws IOException {
        RecordedNode handler = new RecordedNode(pool).limitedTo(maxBlocks, maxLogs);
        try (LoopbackNode node = new LoopbackNode(handler)) {
            fixture("limited").fetch(first, node);
        }
        assertEquals(expected, StoredEvents.bytes(folder.resolve("limited")));
        long maxRefusals = Math.round(2 * Math.log(last - first + 1) / Math.log(2));
        assertTrue(handler.refusals() > 0 && handler.refusals() <= maxRefusals, handler.refusals() + " refusals");
    }

    @Test
    void severalNodesChangeNothing() throws IOException {
        RecordedNode handler = new RecordedNode(pool).limitedTo(3, 1_000);
        int[] requests = {0};
        try (LoopbackNode node = new LoopbackNode(handler);
                LoopbackNode other = new LoopbackNode(new RecordedNode(pool).limitedTo(11, 1_000));
                LoopbackNode unreliable = new LoopbackNode((method, parameters) -> {
                    if (requests[0]++ % 3 == 2) {
                        throw LoopbackNode.Answer.body(503, "");
                    }
                    return handler.answer(method, parameters);
                })) {
            fixture("several").fetch(first, unreliable, node, other);
            assertTrue(node.requests("eth_getLogs").size() > 0, "the next node took over");
        }
        assertEquals(expected, StoredEvents.bytes(folder.resolve("several")));
    }

    @Test
    void laterFetchesContinueOrFillGaps() throws IOException {
        FetchFixture fixture = fixture("parts");
        RecordedNode handler = new RecordedNode(pool).limitedTo(9, 1_000);
        try (LoopbackNode node = new LoopbackNode(handler)) {
            for (long[] part : new long[][] {{90, 100}, {0, 10}, {40, 60}, {5, 70}}) {
                fixture.fetch(new BlockBound.Block(first + part[0]), new BlockBound.Block(first + part[1]), node);
            }
            int before = node.requests("eth_getLogs").size();
            assertEquals(last - first + 1 - 82, fixture.fetch(first, node).fetchedBlocks());
            assertTrue(node.requests("eth_getLogs").size() > before);
            assertEquals(0, fixture.fetch(first, node).fetchedBlocks(), "everything is stored");
        }
        assertEquals(expected, StoredEvents.bytes(fixture.directory()));
    }

    private FetchFixture fixture(String name) {
        return new FetchFixture(folder.resolve(name), pool.key());
    }

    @Test
    void everyStoredBlockIsRequestedOnce() {
        try (LoopbackNode node = new LoopbackNode(new RecordedNode(pool).limitedTo(10, 1_000))) {
            fixture("once").fetch(first, node);
            List<String> requested = node.requests("eth_getLogs").stream()
                    .map(request -> request.get("params").toString())
                    .toList();
            assertEquals(requested.size(), requested.stream().distinct().count());
        }
    }
}
