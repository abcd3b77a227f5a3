package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import weir.axon.internal.auth.Authenticator;
import weir.fixtures.RebalanceBodies;

/** Without the memory for a response, the client gets a 500, never an empty 200, and the next request is answered. */
class OutOfMemoryTest {

    private static final byte[] BODY = RebalanceBodies.valid().getBytes(StandardCharsets.UTF_8);

    private static final int FAILURES = 20;

    @Test
    void responseWithoutMemoryBecomesA500() throws Exception {
        try (TestServer axon = new TestServer(Authenticator.LOOPBACK_ONLY, TestServer.GENEROUS);
                RawClient client = new RawClient(axon.port())) {
            for (int i = 0; i < FAILURES; i++) {
                axon.memory.limitBodies(100);
                RawClient.Reply reply = client.post("/RebalanceQuery", BODY);
                assertEquals(500, reply.status());
                assertEquals("Internal Server Error", reply.message());
                assertEquals("500", reply.header("bt_header_axon_status_code"));
                axon.memory.relieve();
                assertAnswered(client);
            }
        }
    }

    @Test
    void withoutAnyMemoryThe500HasNoBody() throws Exception {
        try (TestServer axon = new TestServer(Authenticator.LOOPBACK_ONLY, TestServer.GENEROUS);
                RawClient client = new RawClient(axon.port())) {
            for (int i = 0; i < FAILURES; i++) {
                axon.memory.limitBodies(0);
                RawClient.Reply reply = client.post("/RebalanceQuery", BODY);
                assertEquals(500, reply.status());
                assertEquals("", reply.body());
                axon.memory.relieve();
                assertAnswered(client);
            }
        }
    }

    /** The request is rejected before its body is read. */
    @Test
    void errorWithoutMemoryBecomesA500() throws Exception {
        try (TestServer axon = new TestServer(Authenticator.LOOPBACK_ONLY, TestServer.GENEROUS)) {
            axon.memory.limitBodies(0);
            try (RawClient client = new RawClient(axon.port())) {
                String head = "POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n";
                assertEquals(500, client.exchange(head).status());
            }
        }
    }

    private static void assertAnswered(RawClient client) throws Exception {
        RawClient.Reply reply = client.post("/RebalanceQuery", BODY);
        assertEquals(200, reply.status());
        assertNull(reply.header("Connection"));
        assertTrue(reply.json().has("desired_positions"), reply::body);
    }
}
