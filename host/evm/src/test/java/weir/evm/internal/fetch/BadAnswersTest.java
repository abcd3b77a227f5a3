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
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weir.base.WeirException;
import weir.evm.internal.logs.EventType;
import weir.evm.internal.logs.RecordedPool;
import weir.evm.internal.rpc.LoopbackNode;
import weir.history.PoolInfo;
import weir.history.SwapStore;

/**
 * Nodes that answer wrongly in the middle of a fetch. Each wrong answer ends the fetch with a message that names place and remedy, the store
 * contains only complete blocks, and a fetch from a correct node completes it.
 */
class BadAnswersTest {

    private static final long WRONG_BLOCK = 35_000_140;

    private final RecordedPool pool = RecordedPool.load("slipstream");
    private final FetchFixture fixture;

    BadAnswersTest(@TempDir Path folder) {
        fixture = new FetchFixture(folder, pool.key());
    }

    /** A change of the first log of an answer that contains {@link #WRONG_BLOCK}, or of that answer, and what the message says. */
    static Stream<Arguments> wrongLogs() {
        return Stream.of(
                log("address", "0x" + "9".repeat(40), "of another contract"),
                log("blockNumber", "0x1", "outside of the requested blocks"),
                log("removed", true, "removed from the chain"),
                change("another topic", log -> setTopic(log, "0x" + "1".repeat(64)), "of another event"),
                change("PancakeSwap", log -> setTopic(log, EventType.PANCAKE_SWAP), "PancakeSwap v3"),
                change("one word short", BadAnswersTest::cutData, "bytes of data; expected are"),
                change("one topic less", log -> log.getAsJsonArray("topics").remove(2), "has 2 topics"),
                change("no data", log -> log.remove("data"), "incomplete"),
                change("pending", log -> log.add("blockNumber", JsonNull.INSTANCE), "incomplete"),
                change("digits", log -> setTopic(log, 1, "0x" + "g".repeat(64)), "not a hexadecimal digit"),
                change("wide address", log -> setTopic(log, 1, "0x" + "1".repeat(64)), "out of its type's range"),
                log("blockHash", "0x" + "a".repeat(64), "block hash"),
                log("blockTimestamp", "0x5", "the chain's rule is"),
                answer("null", logs -> JsonNull.INSTANCE, "answers null"),
                answer("an object", logs -> new JsonObject(), "not the form of JSON-RPC"),
                answer("another block", BadAnswersTest::withOtherHash, "the logs have the block hash"),
                answer("descending", BadAnswersTest::reversed, "not in chain order"),
                answer("contradictory", BadAnswersTest::withContradiction, "two different logs"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongLogs")
    void wrongLogsEndTheFetch(String name, UnaryOperator<JsonElement> change, String fault) throws IOException {
        RecordedNode good = new RecordedNode(pool).limitedTo(8, 1_000);
        WeirException e;
        try (LoopbackNode node = new LoopbackNode((method, parameters) -> {
            JsonElement answer = good.answer(method, parameters);
            return method.equals("eth_getLogs") && contains(parameters) ? change.apply(answer) : answer;
        })) {
            e = assertThrows(
                    WeirException.class, () -> fixture.fetch(pool.blocks().first(), node));
            assertTrue(e.getMessage().contains(node.host()) || name.equals("PancakeSwap"), e::getMessage);
        }
        assertTrue(e.getMessage().contains(fault), e::getMessage);
        assertFalse((e.getMessage() + e.remedy()).contains(LoopbackNode.KEY), e::getMessage);
        assertStoreIsCompleteBelow(WRONG_BLOCK);
        try (LoopbackNode node = new LoopbackNode(new RecordedNode(pool))) {
            fixture.fetch(pool.blocks().first(), node);
        }
        try (SwapStore store = fixture.store()) {
            assertEquals(StoredEvents.recordedSwaps(pool), StoredEvents.swaps(store, pool.key()));
            assertEquals(StoredEvents.recordedEvents(pool), StoredEvents.events(store, pool.key()));
        }
    }

    @Test
    void identicalLogsAreCountedOnce() throws IOException {
        RecordedNode good = new RecordedNode(pool);
        try (LoopbackNode node = new LoopbackNode((method, parameters) -> {
            JsonElement answer = good.answer(method, parameters);
            if (answer instanceof JsonArray logs) {
                logs.add(logs.get(3));
                logs.add(logs.get(logs.size() - 2));
            }
            return answer;
        })) {
            assertEquals(2, fixture.fetch(pool.blocks().first(), node).duplicates());
        }
        try (SwapStore store = fixture.store()) {
            assertEquals(StoredEvents.recordedSwaps(pool), StoredEvents.swaps(store, pool.key()));
        }
    }

    @Test
    void missingTimesFollowTheRule() throws IOException {
        RecordedNode good = new RecordedNode(pool);
        try (LoopbackNode node = new LoopbackNode((method, parameters) -> {
            JsonElement answer = good.answer(method, parameters);
            if (answer instanceof JsonArray logs) {
                logs.get(0).getAsJsonObject().addProperty("blockTimestamp", "0x0");
                logs.get(1).getAsJsonObject().remove("blockTimestamp");
            }
            return answer;
        })) {
            fixture.fetch(pool.blocks().first(), node);
        }
        try (SwapStore store = fixture.store()) {
            assertEquals(StoredEvents.recordedEvents(pool), StoredEvents.events(store, pool.key()));
        }
    }

    private void assertStoreIsCompleteBelow(long block) throws IOException {
        try (SwapStore store = fixture.store()) {
            long last = store.pool(pool.key()).map(PoolInfo::lastBlock).orElse(-1L);
            assertTrue(last < block, "the wrong answer is not stored");
            assertEquals(
                    StoredEvents.recordedSwaps(pool).stream()
                            .filter(swap -> swap.block() <= last)
                            .toList(),
                    StoredEvents.swaps(store, pool.key()));
        }
    }

    private static boolean contains(JsonArray parameters) {
        JsonObject filter = parameters.get(0).getAsJsonObject();
        return Long.decode(filter.get("fromBlock").getAsString()) <= WRONG_BLOCK
                && Long.decode(filter.get("toBlock").getAsString()) >= WRONG_BLOCK;
    }

    private static Arguments log(String field, Object value, String fault) {
        return change(
                field + " " + value,
                log -> log.add(
                        field,
                        value instanceof Boolean flag ? new JsonPrimitive(flag) : new JsonPrimitive(value.toString())),
                fault);
    }

    /** Changes the last swap of the answer, which has a topic with an address. */
    private static Arguments change(String name, Consumer<JsonObject> change, String fault) {
        return answer(
                name,
                answer -> {
                    JsonArray logs = answer.getAsJsonArray();
                    for (int i = logs.size() - 1; i >= 0; i--) {
                        JsonObject log = logs.get(i).getAsJsonObject();
                        if (log.getAsJsonArray("topics").get(0).getAsString().equals(EventType.SWAP.topic())) {
                            change.accept(log);
                            return logs;
                        }
                    }
                    throw new AssertionError("there is no swap");
                },
                fault);
    }

    private static Arguments answer(String name, UnaryOperator<JsonElement> change, String fault) {
        return Arguments.of(name, change, fault);
    }

    private static void setTopic(JsonObject log, String topic) {
        setTopic(log, 0, topic);
    }

    private static void setTopic(JsonObject log, int index, String topic) {
        log.getAsJsonArray("topics").set(index, new JsonPrimitive(topic));
    }

    private static void cutData(JsonObject log) {
        String data = log.get("data").getAsString();
        log.addProperty("data", data.substring(0, data.length() - 64));
    }

    private static JsonElement reversed(JsonElement answer) {
        JsonArray reversed = new JsonArray();
        List<JsonElement> logs = answer.getAsJsonArray().asList();
        for (int i = logs.size() - 1; i >= 0; i--) {
            reversed.add(logs.get(i));
        }
        return reversed;
    }

    /** Gives all logs of the last block another block hash. */
    private static JsonElement withOtherHash(JsonElement answer) {
        List<JsonElement> logs = answer.getAsJsonArray().asList();
        JsonElement block = logs.get(logs.size() - 1).getAsJsonObject().get("blockNumber");
        logs.stream()
                .map(JsonElement::getAsJsonObject)
                .filter(log -> log.get("blockNumber").equals(block))
                .forEach(log -> log.addProperty("blockHash", "0x" + "a".repeat(64)));
        return answer;
    }

    private static JsonElement withContradiction(JsonElement answer) {
        JsonObject other = answer.getAsJsonArray().get(0).getAsJsonObject().deepCopy();
        other.addProperty("transactionHash", "0x" + "7".repeat(64));
        answer.getAsJsonArray().add(other);
        return answer;
    }
}
