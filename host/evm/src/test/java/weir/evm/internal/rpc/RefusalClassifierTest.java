package weir.evm.internal.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.evm.internal.rpc.RpcException.Kind;
import weir.evm.internal.rpc.RpcException.Refusal;
import weir.history.BlockRange;
import weir.vectors.Recorded;

/** What the refusals of public providers mean. */
class RefusalClassifierTest {

    @TestFactory
    Iterable<DynamicTest> recordedRefusals() {
        java.util.List<DynamicTest> tests = new java.util.ArrayList<>();
        for (JsonElement element :
                Recorded.VECTORS.json("evm/provider-errors.json").getAsJsonArray()) {
            JsonObject recorded = element.getAsJsonObject();
            tests.add(DynamicTest.dynamicTest(recorded.get("provider").getAsString(), () -> check(recorded)));
        }
        return tests;
    }

    private static void check(JsonObject recorded) {
        OptionalLong code = optional(recorded.get("code"));
        Refusal refusal = RefusalClassifier.classify(
                recorded.get("http").getAsInt(), code, recorded.get("message").getAsString());
        assertEquals(
                recorded.get("kind").getAsString(), refusal.kind().name().toLowerCase(Locale.ROOT), recorded::toString);
        assertEquals(optional(recorded.get("max_blocks")), refusal.maxBlocks(), recorded::toString);
    }

    private static OptionalLong optional(JsonElement number) {
        return number.isJsonNull() ? OptionalLong.empty() : OptionalLong.of(number.getAsLong());
    }

    /** Wordings of other providers, and changed ones of the recorded providers. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400 | -32600 | RANGE   | 10    | Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block range. Upgrade to PAYG for expanded block range.
                    413 | -32614 | RANGE   | 5     | eth_getLogs is limited to a 5 range
                    200 | -32000 | RANGE   | 1000  | please limit the query to at most 1,000 blocks
                    200 | -32602 | RANGE   | 10000 | eth_getLogs is limited to 0 - 10,000 blocks range
                    200 | -32602 | RANGE   | 10000 | Block range is too large, the maximum is 10K
                    200 | -32005 | RESULTS |       | query returned more than 10000 results
                    200 | -32005 | RATE    |       | daily request count exceeded, request rate limited
                    200 | -32005 | RATE    |       | 50/second request limit reached
                    200 | -32005 | UNKNOWN |       | limit exceeded
                    200 | -32000 | RESULTS |       | execution timeout
                    200 | -32602 | BEYOND_HEAD |   | block range extends beyond current head block
                    200 | -32000 | UNKNOWN_BLOCK | | header not found
                    200 | 3      | REVERTED |      | execution reverted: LOK
                    200 | -32000 | REVERTED |      | VM Exception while processing transaction: revert
                    200 | -32601 | FATAL   |       | the method eth_getLogs does not exist/is not available
                    401 | -32000 | FATAL   |       | must be authenticated
                    500 | -32603 | RETRY   |       | Internal error
                    200 | -32099 | UNKNOWN |       | try with fewer
                    """)
    void otherWordings(int status, long code, Kind kind, Long maxBlocks, String text) {
        Refusal refusal = RefusalClassifier.classify(status, OptionalLong.of(code), text);
        assertEquals(kind, refusal.kind());
        assertEquals(maxBlocks == null ? OptionalLong.empty() : OptionalLong.of(maxBlocks), refusal.maxBlocks());
    }

    @ParameterizedTest
    @CsvSource({"502, RETRY", "503, RETRY", "429, RATE", "413, RESULTS", "401, FATAL", "404, FATAL", "301, FATAL"})
    void statusDecidesWithoutJson(int status, Kind kind) {
        assertEquals(
                kind,
                RefusalClassifier.classify(status, OptionalLong.empty(), "<html>block range rate limit</html>")
                        .kind());
    }

    @Test
    void suggestedRangesAreRead() {
        assertEquals(
                Optional.of(new BlockRange(0x123c9b2, 0x123cba5)),
                suggested("up to a 500 block range. This block range should work: [0x123c9b2, 0x123cba5]"));
        assertEquals(
                Optional.of(new BlockRange(25766988, 25775072)),
                suggested("query exceeds max results 20000, retry with the range 25766988-25775072"));
        assertEquals(Optional.empty(), suggested("block range 0x9999-0x1111 is too wide"));
    }

    private static Optional<BlockRange> suggested(String text) {
        return RefusalClassifier.classify(200, OptionalLong.of(-32600), text).suggested();
    }
}
