package weir.evm.internal.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weir.base.WeirException;
import weir.evm.EvmException;
import weir.evm.internal.rpc.LoopbackNode.Answer;

/** Which of several nodes is asked, and when. */
class EndpointPoolTest {

    private final ManualPause pause = new ManualPause();
    private final LoopbackNode first = new LoopbackNode((method, parameters) -> new JsonPrimitive("0x1"));
    private final LoopbackNode second = new LoopbackNode((method, parameters) -> new JsonPrimitive("0x2"));
    private final EndpointPool both = EndpointPool.of(List.of(first.url(), second.url()), pause);

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    @Test
    void oneEndpointIsUsedUntilItFails() {
        assertEquals(List.of(1L, 1L), Stream.of(1, 2).map(i -> ask(both)).toList());
        first.answerBy((method, parameters) -> {
            throw Answer.body(502, "");
        });
        assertEquals(List.of(2L, 2L), Stream.of(1, 2).map(i -> ask(both)).toList());
        assertEquals(List.of(), pause.waits(), "no wait while another endpoint answers");
    }

    @Test
    void retryAfterIsHonoured() {
        EndpointPool pool = EndpointPool.of(List.of(first.url()), pause);
        int[] requests = {0};
        first.answerBy((method, parameters) -> {
            if (requests[0]++ == 0) {
                throw new Answer(exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "17");
                    exchange.sendResponseHeaders(429, -1);
                });
            }
            return new JsonPrimitive("0x1");
        });
        assertEquals(1L, ask(pool));
        assertEquals(List.of(Duration.ofSeconds(17)), pause.waits());
    }

    @Test
    void longWaitsAreLeftToTheUser() {
        EndpointPool pool = EndpointPool.of(List.of(first.url()), pause);
        first.answerBy((method, parameters) -> {
            throw new Answer(exchange -> {
                exchange.getResponseHeaders().set("Retry-After", "3000");
                exchange.sendResponseHeaders(429, -1);
            });
        });
        EvmException e = assertThrows(EvmException.class, () -> ask(pool));
        assertEquals(first.host() + ": HTTP 429 with no text; it wants no requests for 50 min", e.getMessage());
        assertEquals(List.of(), pause.waits());
    }

    @Test
    void pausesGrowAndEndWithTheNodesText() {
        EndpointPool pool = EndpointPool.of(List.of(first.url()), pause);
        first.answerBy((method, parameters) -> {
            throw Answer.error(503, -32011, "no backend is currently healthy to serve traffic");
        });
        EvmException e = assertThrows(EvmException.class, () -> ask(pool));
        assertEquals(
                first.host() + ": HTTP 503: no backend is currently healthy to serve traffic (-32011)", e.getMessage());
        assertEquals(
                List.of(1L, 2L, 4L),
                pause.waits().stream().map(Duration::toSeconds).toList());
    }

    @Test
    void failuresOfAllEndpointsAreNamed() {
        first.answerBy((method, parameters) -> {
            throw Answer.body(403, "<html>");
        });
        second.answerBy((method, parameters) -> {
            throw Answer.error(200, -32701, "Archive requests require a personal token");
        });
        EvmException e = assertThrows(EvmException.class, () -> ask(both));
        assertTrue(e.getMessage().contains(first.host() + ": HTTP 403 with a web page"), e::getMessage);
        assertTrue(e.getMessage().contains(second.host() + ": Archive requests require"), e::getMessage);
        assertTrue(e.remedy().contains("another node"), e::remedy);
        both.readmitAll();
        second.answerBy((method, parameters) -> new JsonPrimitive("0x2"));
        assertEquals(2L, ask(both), "a caller that waits can try again");
    }

    @Test
    void missingUrlsAreReported() {
        WeirException e = assertThrows(WeirException.class, () -> EndpointPool.of(List.of(), pause));
        assertTrue(e.remedy().contains("--rpc"), e::remedy);
    }

    private static long ask(EndpointPool pool) {
        return pool.ask(EthRequests::chainId);
    }
}
