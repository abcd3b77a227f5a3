package weir.evm.internal.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.base.WeirException;
import weir.evm.internal.rpc.LoopbackNode.Answer;
import weir.evm.internal.rpc.RpcException.Kind;

/** Answers of a node that are not as they should be. */
class RpcEndpointTest {

    private static final CallLimits LIMITS = new CallLimits(Duration.ofSeconds(20), 1 << 20);

    private final ManualPause pause = new ManualPause();
    private final CountDownLatch end = new CountDownLatch(1);
    private final LoopbackNode node = new LoopbackNode((method, parameters) -> new JsonPrimitive("0x2105"));
    private final RpcEndpoint endpoint =
            new RpcEndpoint(EndpointUrl.parse(node.url()), RpcEndpoint.httpClient(), pause);

    @AfterEach
    void stop() {
        end.countDown();
        node.close();
    }

    @Test
    void resultsAreRead() {
        assertEquals(8453, EthRequests.chainId(endpoint));
        assertEquals("eth_chainId", node.requests().get(0).get("method").getAsString());
    }

    @Test
    void compressedResultsAreRead() {
        node.answerBy((method, parameters) -> {
            throw new Answer(exchange -> {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (OutputStream zip = new GZIPOutputStream(bytes)) {
                    zip.write("{\"id\":1,\"result\":\"0x1\"}".getBytes(StandardCharsets.UTF_8));
                }
                assertEquals("gzip", exchange.getRequestHeaders().getFirst("Accept-Encoding"));
                assertEquals("weir", exchange.getRequestHeaders().getFirst("User-Agent"));
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                exchange.sendResponseHeaders(200, bytes.size());
                exchange.getResponseBody().write(bytes.toByteArray());
            });
        });
        assertEquals(1, EthRequests.chainId(endpoint));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"id":1,"result":"0x21                   | is cut off, or is not JSON
                    {"id":1,"result":                        | is cut off, or is not JSON
                    ''                                       | is cut off, or is not JSON
                    <html>a page</html>                      | is cut off, or is not JSON
                    {"id":1,"result":"0x1"}{}                | is cut off, or is not JSON
                    {"id":7,"result":"0x1"}                  | belongs to another request
                    {"result":"0x1"}                         | belongs to another request
                    {"id":1}                                 | neither a result nor an error
                    [{"id":1,"result":"0x1"}]                | is a list
                    {"id":1,"result":null}                   | has not the form of JSON-RPC
                    {"id":1,"result":{}}                     | has not the form of JSON-RPC
                    {"id":1,"result":"8453"}                 | has not the form of JSON-RPC
                    """)
    void invalidAnswersAreReported(String body, String fault) {
        RpcException e = failure(Answer.body(200, body));
        assertEquals(Kind.NO_ANSWER, e.kind());
        assertTrue(e.getMessage().contains(fault), e::getMessage);
        assertTrue(e.getMessage().startsWith(node.host()), e::getMessage);
    }

    @Test
    void webPagesAreReportedWithTheirStatus() {
        RpcException e = failure(Answer.body(403, "<!DOCTYPE html><title>no</title>"));
        assertEquals(Kind.FATAL, e.kind());
        assertEquals(node.host() + ": HTTP 403 with a web page", e.getMessage());
    }

    @Test
    void redirectsAreNotFollowed() {
        RpcException e = failure(new Answer(exchange -> {
            exchange.getResponseHeaders().set("Location", node.url());
            exchange.sendResponseHeaders(302, -1);
        }));
        assertEquals(Kind.FATAL, e.kind());
        assertEquals(1, node.requests().size());
    }

    /** The headers arrive, the body never does. */
    @Test
    void silenceAfterTheHeadersEndsAtTheDeadline() {
        node.answerBy((method, parameters) -> {
            throw new Answer(exchange -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                await();
            });
        });
        CallLimits shortLimits = new CallLimits(Duration.ofMillis(300), 1 << 20);
        RpcException e = assertThrows(
                RpcException.class, () -> endpoint.call(shortLimits, in -> in.nextString(), "eth_chainId"));
        assertEquals(Kind.NO_ANSWER, e.kind());
        assertTrue(e.getMessage().contains("no complete answer"), e::getMessage);
    }

    /** 150 MB, and a few kilobytes that unpack to as much. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hugeAnswersAreNotRead(boolean isCompressed) {
        node.answerBy((method, parameters) -> {
            throw new Answer(exchange -> {
                if (isCompressed) {
                    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                }
                exchange.sendResponseHeaders(200, 0);
                OutputStream out =
                        isCompressed ? new GZIPOutputStream(exchange.getResponseBody()) : exchange.getResponseBody();
                out.write("{\"id\":1,\"more\":\"".getBytes(StandardCharsets.UTF_8));
                byte[] megabyte = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < 150; i++) {
                    out.write(megabyte);
                }
            });
        });
        RpcException e = assertThrows(RpcException.class, () -> call());
        assertEquals(Kind.RESULTS, e.kind());
        assertTrue(e.getMessage().contains("larger than 1 MiB"), e::getMessage);
    }

    @ParameterizedTest
    @CsvSource({"'7', 7", "'0', 0", "'-3', 0", "'soon', 0", "'Thu, 01 Jan 1970 00:00:00 GMT', 0", "'999999999', 3600"})
    void retryAfterIsRead(String header, long seconds) {
        RpcException e = failure(new Answer(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", header);
            exchange.sendResponseHeaders(429, -1);
        }));
        assertEquals(Kind.RATE, e.kind());
        assertEquals(Duration.ofSeconds(seconds), e.retryAfter());
    }

    @Test
    void rateRefusalsLeaveGapsBetweenRequests() {
        failure(Answer.error(200, -32029, "Rate limit exceeded"));
        node.answerBy((method, parameters) -> JsonNull.INSTANCE);
        for (int i = 0; i < 3; i++) {
            EthRequests.header(endpoint, "latest");
        }
        assertEquals(3, pause.waits().size());
        assertTrue(pause.waits().get(2).compareTo(pause.waits().get(0)) < 0, "the gap shrinks while the node answers");
    }

    /** Nodes like to repeat what they were sent. */
    @Test
    void keysAreShownNowhere() {
        RpcException echoed = failure(Answer.error(
                200,
                -32000,
                "bad key " + LoopbackNode.KEY + " in /v2/" + LoopbackNode.KEY + "?token=" + LoopbackNode.KEY));
        RpcException echoedPage = failure(Answer.body(500, "no " + LoopbackNode.KEY + " at " + node.url()));
        node.close();
        RpcException closed = assertThrows(RpcException.class, this::call);
        for (RpcException e : new RpcException[] {echoed, echoedPage, closed}) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            assertFalse(trace.toString().contains(LoopbackNode.KEY), trace::toString);
            assertTrue(e.getMessage().startsWith(node.host()), e::getMessage);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https:/s3cr3tk3y",
                "https://",
                "https:// s3cr3tk3y.example/",
                "ftp://s3cr3tk3y.example/",
                "wss://s3cr3tk3y.example/",
                "s3cr3tk3y",
                "https://host_s3cr3tk3y/",
                "https://host:0/s3cr3tk3y"
            })
    void malformedUrlsAreRejectedWithoutShowingThem(String url) {
        WeirException e = assertThrows(WeirException.class, () -> EndpointUrl.parse(url));
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        assertFalse(trace.toString().contains("s3cr3t"), trace::toString);
        assertTrue(e.isUsageError());
    }

    private RpcException failure(Answer answer) {
        node.answerBy((method, parameters) -> {
            throw answer;
        });
        return assertThrows(RpcException.class, this::call);
    }

    private long call() {
        return endpoint.call(LIMITS, in -> HexQuantity.parse(in.nextString()), "eth_chainId");
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
