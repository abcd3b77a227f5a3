package weir.evm.internal.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigInteger;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;
import weir.evm.BlockBound;
import weir.evm.internal.logs.EventType;
import weir.evm.internal.logs.RecordedPool;
import weir.evm.internal.rpc.LoopbackNode;
import weir.evm.internal.rpc.LoopbackNode.Answer;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.SwapStore;

/** Nodes, addresses and ranges with which a fetch cannot begin, or not end. */
class BadNodesTest {

    private static final String SLOT0 = "0x3850c7bd";
    private static final String DECIMALS = "0x313ce567";
    private static final String SYMBOL = "0x95d89b41";

    private final RecordedPool pool = RecordedPool.load("uniswap-v3");
    private final RecordedNode good = new RecordedNode(pool);
    private final long first = pool.blocks().first();
    private final FetchFixture fixture;

    BadNodesTest(@TempDir Path folder) {
        fixture = new FetchFixture(folder, pool.key());
    }

    @Test
    void addressWithoutCodeIsNoPool() {
        assertFault(answering("eth_getCode", new JsonPrimitive("0x")), "there is no contract at this address");
    }

    @Test
    void poolOfPancakeSwapIsRefusedByName() {
        String code = "0x6080" + EventType.PANCAKE_SWAP.substring(2);
        assertFault(answering("eth_getCode", new JsonPrimitive(code)), "PancakeSwap v3");
    }

    @Test
    void contractWithoutSlot0IsNoPool() {
        assertFault(reverting(SLOT0), "it has no slot0()");
        assertFault(viewing(SLOT0, "0x"), "it has no slot0()");
        assertFault(viewing(SLOT0, "0x" + "0".repeat(63) + "1"), "slot0() has 32 bytes instead of 224");
        assertFault(viewing(SLOT0, "0x" + "0".repeat(7 * 64)), "not initialised");
    }

    @Test
    void tokenNeedsDecimals() {
        assertFault(reverting(DECIMALS), "the token has no decimals() between 0 and 36");
        assertFault(viewing(DECIMALS, "0x%064x".formatted(37)), "the token has no decimals() between 0 and 36");
        assertFault(viewing(DECIMALS, "0x%064x".formatted(256 + 18)), "the token has no decimals() between 0 and 36");
    }

    @Test
    void symbolMayBeBytes32OrMissing() {
        String bytes32 = "0x4d4b5200" + "0".repeat(56);
        assertEquals("MKR", symbol(viewing(SYMBOL, bytes32)));
        assertEquals("token0", symbol(reverting(SYMBOL)));
        assertEquals("token0", symbol(viewing(SYMBOL, "0x" + "0".repeat(62) + "20" + "f".repeat(64))));
        assertEquals("token0", symbol(viewing(SYMBOL, "0x1b0a" + "0".repeat(60))));
    }

    private String symbol(LoopbackNode.Handler handler) {
        try (LoopbackNode node = new LoopbackNode(handler)) {
            return fixture.fetch(first, node).pool().token0().symbol();
        }
    }

    @Test
    void nodeOfAnotherChainIsRefused() {
        assertFault(
                answering("eth_chainId", new JsonPrimitive("0x1")),
                "the node serves chain 1, but the pool is on chain 8453");
    }

    @Test
    void finalizedBlockMustBeKnown() {
        assertFault(headers("finalized", JsonNull.INSTANCE), "does not name its finalised block");
        assertFault(
                (method, parameters) -> {
                    if (parameters.toString().contains("finalized")) {
                        throw Answer.error(200, -32602, "invalid argument 0: hex string without 0x prefix");
                    }
                    return good.answer(method, parameters);
                },
                "does not name its finalised block: invalid argument 0");
    }

    @Test
    void finalizedBlockMustNotGoBackwards() {
        boolean[] hasFetched = {false};
        assertFault(
                (method, parameters) -> {
                    hasFetched[0] |= method.equals("eth_getLogs");
                    good.setFinalized(pool.blocks().last() - (hasFetched[0] ? 9 : 0));
                    return good.answer(method, parameters);
                },
                "its finalised block went backwards");
        good.setFinalized(pool.blocks().last() - 50);
        assertFault(good, "which is already stored");
    }

    @Test
    void wrongTimesOfHeadersAreRefused() {
        JsonObject header = pool.headers().get(first).deepCopy();
        header.addProperty("timestamp", "0x0");
        assertFault(headers("0x" + Long.toHexString(first), header), "the node gives the time 0");
    }

    /** A node that lags behind answers with the logs that it has. */
    @Test
    void nodeWithoutTheLastBlockIsNotBelieved() {
        long missing = pool.blocks().last() - 3;
        LoopbackNode.Handler lagging = (method, parameters) -> {
            if (method.equals("eth_getBlockByNumber")
                    && parameters.get(0).getAsString().startsWith("0x")
                    && Long.decode(parameters.get(0).getAsString()) >= missing) {
                return JsonNull.INSTANCE;
            }
            return method.equals("eth_getLogs") ? new JsonArray() : good.answer(method, parameters);
        };
        assertFault(lagging, "does not have block " + pool.blocks().last() + " yet");
        try (LoopbackNode first = new LoopbackNode(lagging);
                LoopbackNode second = new LoopbackNode(new RecordedNode(pool))) {
            assertEquals(201, fixture.fetch(this.first, first, second).swaps(), "the other node has it");
        }
    }

    @Test
    void nodesThatDisagreeAreBothNamed() {
        LoopbackNode.Handler fork = (method, parameters) -> {
            JsonElement answer = good.answer(method, parameters);
            if (method.equals("eth_getBlockByNumber")) {
                answer = answer.deepCopy();
                answer.getAsJsonObject().addProperty("hash", "0x" + "f".repeat(64));
            }
            return answer;
        };
        try (LoopbackNode one = new LoopbackNode(good);
                LoopbackNode other = new LoopbackNode(fork)) {
            WeirException e = assertThrows(WeirException.class, () -> fixture.fetch(first, one, other));
            assertTrue(e.getMessage().contains("the nodes disagree"), e::getMessage);
            assertTrue(e.getMessage().contains(one.host()) && e.getMessage().contains(other.host()), e::getMessage);
        }
    }

    @Test
    void textOfAnUnknownRefusalIsReported() {
        LoopbackNode.Handler refusing = (method, parameters) -> {
            if (method.equals("eth_getLogs")) {
                throw Answer.error(200, -32123, "the moon is too full");
            }
            return good.answer(method, parameters);
        };
        assertFault(refusing, "the moon is too full (-32123)");
        try (LoopbackNode node = new LoopbackNode(refusing)) {
            assertThrows(WeirException.class, () -> fixture.fetch(first, node));
            long refused = node.requests("eth_getLogs").size();
            assertTrue(refused <= 8, refused + " requests for 93 blocks, each half as long as the one before");
        }
    }

    @Test
    void webPageEndsTheFetch() {
        assertFault(
                (method, parameters) -> {
                    throw Answer.body(403, "<!DOCTYPE html>");
                },
                "HTTP 403 with a web page");
    }

    @Test
    void answerThatIsCutOffEndsTheFetch() {
        assertFault(
                (method, parameters) -> {
                    if (method.equals("eth_getLogs")) {
                        throw Answer.body(200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[{\"address\":\"0x");
                    }
                    return good.answer(method, parameters);
                },
                "the answer is cut off, or is not JSON");
    }

    @Test
    void rangesMustExist() {
        assertRange(
                new BlockBound.Block(first), new BlockBound.Block(pool.blocks().last() + 1), "newest finalised block");
        assertRange(new BlockBound.Block(first + 2), new BlockBound.Block(first), "the range is empty");
        assertRange(new BlockBound.Finalized(), new BlockBound.Finalized(), "--from finalized is no range");
        LoopbackNode.Handler young = (method, parameters) -> {
            String block = parameters.size() == 2 ? parameters.get(1).getAsString() : "";
            boolean isBefore = block.startsWith("0x") && Long.decode(block) < first + 7;
            return method.equals("eth_getCode") && isBefore ? new JsonPrimitive("0x") : good.answer(method, parameters);
        };
        try (LoopbackNode node = new LoopbackNode(young)) {
            WeirException e = assertThrows(WeirException.class, () -> fixture.fetch(first, node));
            assertTrue(e.getMessage().contains("is younger than --from"), e::getMessage);
            assertTrue(e.remedy().contains("--from " + (first + 7)), e::remedy);
        }
    }

    @Test
    void datesSelectBlocks() {
        try (LoopbackNode node = new LoopbackNode(good)) {
            BlockRange blocks = fixture.fetch(
                            BlockBound.parse("--from", "2025-09-02T05:02:41Z"),
                            BlockBound.parse("--to", "2025-09-02T05:02:45Z"),
                            node)
                    .blocks();
            assertEquals(new BlockRange(35_000_007, 35_000_009), blocks);
        }
        assertThrows(WeirException.class, () -> BlockBound.parse("--from", "2025-13-02"));
        assertThrows(WeirException.class, () -> BlockBound.parse("--from", "yesterday"));
    }

    /** Swaps that another import has stored are compared. */
    @Test
    void contradictionsToStoredSwapsAreReported() {
        SwapBatch batch = new SwapBatch();
        BigInteger price = new BigInteger("5255404714247283008134753");
        batch.add(new SwapRow(
                35_000_010, 5, price, -192_427, BigInteger.TEN, BigInteger.ONE.negate(), BigInteger.ONE, null, -1));
        try (SwapStore store = fixture.store()) {
            store.append(pool.key(), new BlockRange(35_000_010, 35_000_010), batch);
        }
        try (LoopbackNode node = new LoopbackNode(good)) {
            HistoryException e = assertThrows(HistoryException.class, () -> fixture.fetch(first, node));
            assertTrue(e.getMessage().contains("block 35000010"), e::getMessage);
        }
        try (SwapStore store = fixture.store()) {
            assertEquals(1, store.pool(pool.key()).orElseThrow().rows(), "nothing else is stored");
        }
    }

    private void assertRange(BlockBound from, BlockBound to, String fault) {
        try (LoopbackNode node = new LoopbackNode(good)) {
            WeirException e = assertThrows(WeirException.class, () -> fixture.fetch(from, to, node));
            assertTrue(e.getMessage().contains(fault), e::getMessage);
            assertTrue(e.isUsageError());
        }
    }

    private void assertFault(LoopbackNode.Handler handler, String fault) {
        try (LoopbackNode node = new LoopbackNode(handler)) {
            WeirException e = assertThrows(WeirException.class, () -> fixture.fetch(first, node));
            assertTrue(e.getMessage().contains(fault), e::getMessage);
            assertFalse((e.getMessage() + e.remedy()).contains(LoopbackNode.KEY), e::getMessage);
            assertFalse(e.remedy().isBlank());
        }
    }

    private LoopbackNode.Handler answering(String name, JsonElement result) {
        return (method, parameters) -> method.equals(name) ? result : good.answer(method, parameters);
    }

    private LoopbackNode.Handler headers(String block, JsonElement header) {
        return (method, parameters) -> method.equals("eth_getBlockByNumber")
                        && parameters.get(0).getAsString().equals(block)
                ? header
                : good.answer(method, parameters);
    }

    private LoopbackNode.Handler viewing(String selector, String result) {
        return (method, parameters) ->
                calls(method, parameters, selector) ? new JsonPrimitive(result) : good.answer(method, parameters);
    }

    private LoopbackNode.Handler reverting(String selector) {
        return (method, parameters) -> {
            if (calls(method, parameters, selector)) {
                throw Answer.error(200, 3, "execution reverted");
            }
            return good.answer(method, parameters);
        };
    }

    private static boolean calls(String method, JsonArray parameters, String selector) {
        return method.equals("eth_call")
                && parameters.get(0).getAsJsonObject().get("data").getAsString().equals(selector);
    }
}
