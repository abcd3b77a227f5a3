package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.axon.internal.auth.LoopbackAuthenticator;
import weir.fixtures.RebalanceBodies;

/** Peers that ask and never read what is answered: they hold their connections, no thread, and not for ever. */
class SlowReadersTest {

    /** More than Jetty has threads. */
    private static final int PEERS = 250;

    private static final int REQUESTS = 100;

    private static final byte[] BODY = RebalanceBodies.valid().getBytes(StandardCharsets.UTF_8);

    /** Each is answered with 404 and four kilobytes of its own headers. */
    private static byte[] requests() {
        StringBuilder one = new StringBuilder("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n");
        for (String name : List.of("name", "ip", "uuid", "hotkey", "nonce", "version")) {
            String header = name.equals("name") ? name : "bt_header_dendrite_" + name;
            one.append(header).append(": ").append("x".repeat(256)).append("\r\n");
        }
        return (one + "\r\n").repeat(REQUESTS).getBytes(StandardCharsets.US_ASCII);
    }

    /** Asks as much as the axon takes without being read, which is more than it can answer: who waited to ask more might wait for ever. */
    private static SocketChannel asking(TestServer served, byte[] requests) throws IOException {
        SocketChannel peer = SocketChannel.open();
        peer.setOption(StandardSocketOptions.SO_RCVBUF, 1024);
        peer.connect(new InetSocketAddress("127.0.0.1", served.port()));
        peer.configureBlocking(false);
        ByteBuffer left = ByteBuffer.wrap(requests);
        while (left.hasRemaining() && peer.write(left) > 0) {
            // The system takes it in pieces.
        }
        return peer;
    }

    private static void close(List<SocketChannel> peers) throws IOException {
        for (SocketChannel peer : peers) {
            peer.close();
        }
    }

    @Test
    void whoDoesNotReadHoldsNoThread() throws Exception {
        byte[] requests = requests();
        List<SocketChannel> peers = new ArrayList<>();
        try (TestServer served = new TestServer(new LoopbackAuthenticator(), TestServer.GENEROUS)) {
            for (int i = 0; i < PEERS; i++) {
                peers.add(asking(served, requests));
            }
            assertTrue(served.waitForBlockedWrites(PEERS), "all of them have answers that cannot be written");
            try (RawClient honest = new RawClient(served.port())) {
                for (int i = 0; i < 100; i++) {
                    assertEquals(200, honest.post("/RebalanceQuery", BODY).status());
                }
            }
            assertTrue(served.waitForBlockedWrites(PEERS), "they still do");
        } finally {
            close(peers);
        }
    }

    @Test
    void whoDoesNotReadIsClosed() throws Exception {
        List<SocketChannel> peers = new ArrayList<>();
        try (TestServer served = new TestServer(new LoopbackAuthenticator(), TestServer.GENEROUS)) {
            for (int i = 0; i < 5; i++) {
                peers.add(asking(served, requests()));
            }
            assertTrue(served.waitForBlockedWrites(5));
            served.skip(TestServer.GENEROUS.handling().plusSeconds(1));
            served.waitForNoConnections();
        } finally {
            close(peers);
        }
    }
}
