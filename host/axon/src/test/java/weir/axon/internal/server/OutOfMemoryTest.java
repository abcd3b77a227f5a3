package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import weir.axon.internal.auth.LoopbackAuthenticator;
import weir.fixtures.RebalanceBodies;

/** There is an answer and no memory to send it: that is told, never an empty success, and the next request is answered. */
class OutOfMemoryTest {

    private static final byte[] BODY = RebalanceBodies.valid().getBytes(StandardCharsets.UTF_8);

    private static final int FAILURES = 20;

    @Test
    void anAnswerThatThereIsNoMemoryForIsA500() throws Exception {
        try (TestServer axon = new TestServer(new LoopbackAuthenticator(), TestServer.GENEROUS);
                RawClient peer = new RawClient(axon.port())) {
            for (int i = 0; i < FAILURES; i++) {
                axon.memory.limitBodies(100);
                RawClient.Reply reply = peer.post("/RebalanceQuery", BODY);
                assertEquals(500, reply.status());
                assertEquals("Internal Server Error", reply.message());
                assertEquals("500", reply.header("bt_header_axon_status_code"));
                axon.memory.relieve();
                assertAnswered(peer);
            }
        }
    }

    @Test
    void whereThereIsNoMemoryAtAllA500HasNoBody() throws Exception {
        try (TestServer axon = new TestServer(new LoopbackAuthenticator(), TestServer.GENEROUS);
                RawClient peer = new RawClient(axon.port())) {
            for (int i = 0; i < FAILURES; i++) {
                axon.memory.limitBodies(0);
                RawClient.Reply reply = peer.post("/RebalanceQuery", BODY);
                assertEquals(500, reply.status());
                assertEquals("", reply.body());
                axon.memory.relieve();
                assertAnswered(peer);
            }
        }
    }

    /** Refused before anything of it is read, so that no thread but the container's own has it. */
    @Test
    void aRefusalThatThereIsNoMemoryForIsA500() throws Exception {
        try (TestServer axon = new TestServer(new LoopbackAuthenticator(), TestServer.GENEROUS)) {
            axon.memory.limitBodies(0);
            try (RawClient peer = new RawClient(axon.port())) {
                String head = "POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n";
                assertEquals(500, peer.exchange(head).status());
            }
        }
    }

    private static void assertAnswered(RawClient peer) throws Exception {
        RawClient.Reply reply = peer.post("/RebalanceQuery", BODY);
        assertEquals(200, reply.status());
        assertNull(reply.header("Connection"));
        assertTrue(reply.json().has("desired_positions"), reply::body);
    }
}
