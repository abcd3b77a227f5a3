package weir.evm.internal.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import weir.evm.EvmException;
import weir.evm.internal.logs.RecordedPool;
import weir.evm.internal.rpc.LoopbackNode;
import weir.evm.internal.rpc.LoopbackNode.Answer;
import weir.history.BlockRange;
import weir.vectors.Recorded;

/** A fetch whose first request of logs gets a recorded refusal: the next request is what the refusal demands. */
class RecordedRefusalsTest {

    @TempDir
    private Path folder;

    private final RecordedPool pool = RecordedPool.load("slipstream");

    @TestFactory
    List<DynamicTest> everyRefusalIsTreatedAsItsKindSays() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonElement element :
                Recorded.VECTORS.json("evm/provider-errors.json").getAsJsonArray()) {
            JsonObject recorded = element.getAsJsonObject();
            Path directory = folder.resolve(String.valueOf(tests.size()));
            tests.add(DynamicTest.dynamicTest(
                    recorded.get("provider").getAsString(),
                    () -> check(recorded, new FetchFixture(directory, pool.key()))));
        }
        return tests;
    }

    private void check(JsonObject recorded, FetchFixture fixture) {
        RecordedNode good = new RecordedNode(pool);
        List<BlockRange> requested = new ArrayList<>();
        try (LoopbackNode node = new LoopbackNode((method, parameters) -> {
            if (method.equals("eth_getLogs")) {
                JsonObject filter = parameters.get(0).getAsJsonObject();
                requested.add(new BlockRange(
                        Long.decode(filter.get("fromBlock").getAsString()),
                        Long.decode(filter.get("toBlock").getAsString())));
                if (requested.size() == 1) {
                    throw refusal(recorded);
                }
            }
            return good.answer(method, parameters);
        })) {
            long first = pool.blocks().first();
            if (recorded.get("kind").getAsString().equals("fatal")) {
                EvmException e = assertThrows(EvmException.class, () -> fixture.fetch(first, node));
                assertTrue(e.getMessage().startsWith(node.host()), e::getMessage);
                return;
            }
            assertEquals(pool.blocks(), fixture.fetch(first, node).blocks());
        }
        BlockRange refused = requested.get(0);
        BlockRange next = requested.get(1);
        switch (recorded.get("kind").getAsString()) {
            case "range", "results" -> {
                assertEquals(refused.first(), next.first());
                long blocks = next.last() - next.first() + 1;
                long limit = recorded.get("max_blocks").isJsonNull()
                        ? Long.MAX_VALUE
                        : recorded.get("max_blocks").getAsLong();
                long half = (refused.last() - refused.first() + 1) / 2;
                assertEquals(Math.min(half, limit), blocks, recorded::toString);
            }
            default -> assertEquals(refused, next, recorded::toString);
        }
    }

    private static Answer refusal(JsonObject recorded) {
        int status = recorded.get("http").getAsInt();
        String message = recorded.get("message").getAsString();
        return recorded.get("code").isJsonNull()
                ? Answer.body(status, message)
                : Answer.error(status, recorded.get("code").getAsLong(), message);
    }
}
