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
import weir.axon.internal.auth.Authenticator;
import weir.fixtures.RebalanceBodies;

/** Clients that send requests and do not read the responses hold their connection, no thread, and not forever. */
class SlowReadersTest {

    /** More than the server has threads. */
    private static final int CLIENTS = 250;

    private static final int REQUESTS = 100;

    private static final byte[] BODY = RebalanceBodies.valid().getBytes(StandardCharsets.UTF_8);

    /** Each is answered with a 404 that repeats about 2 KiB of its headers. */
    private static byte[] requests() {
        StringBuilder one = new StringBuilder("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n");
        for (String name : List.of("name", "ip", "uuid", "hotkey", "nonce", "version")) {
            String header = name.equals("name") ? name : "bt_header_dendrite_" + name;
            one.append(header).append(": ").append("x".repeat(256)).append("\r\n");
        }
        return (one + "\r\n").repeat(REQUESTS).getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends as much as the server accepts without its responses being read. */
    private static SocketChannel sending(TestServer served, byte[] requests) throws IOException {
        SocketChannel client = SocketChannel.open();
        client.setOption(StandardSocketOptions.SO_RCVBUF, 1024);
        client.connect(new InetSocketAddress("127.0.0.1", served.port()));
        client.configureBlocking(false);
        ByteBuffer left = ByteBuffer.wrap(requests);
        while (left.hasRemaining() && client.write(left) > 0) {
            // The socket accepts it in pieces.
        }
        return client;
    }

    private static void close(List<SocketChannel> clients) throws IOException {
        for (SocketChannel client : clients) {
            client.close();
        }
    }

    @Test
    void slowReadersDoNotBlockThreads() throws Exception {
        byte[] requests = requests();
        List<SocketChannel> clients = new ArrayList<>();
        try (TestServer served = new TestServer(Authenticator.LOOPBACK_ONLY, TestServer.GENEROUS)) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(sending(served, requests));
            }
            assertTrue(served.waitForBlockedWrites(CLIENTS), "all responses are blocked");
            try (RawClient other = new RawClient(served.port())) {
                for (int i = 0; i < 100; i++) {
                    assertEquals(200, other.post("/RebalanceQuery", BODY).status());
                }
            }
            assertTrue(served.waitForBlockedWrites(CLIENTS), "they still are");
        } finally {
            close(clients);
        }
    }

    @Test
    void slowReadersAreClosedAfterTheHandlingLimit() throws Exception {
        List<SocketChannel> clients = new ArrayList<>();
        try (TestServer served = new TestServer(Authenticator.LOOPBACK_ONLY, TestServer.GENEROUS)) {
            for (int i = 0; i < 5; i++) {
                clients.add(sending(served, requests()));
            }
            assertTrue(served.waitForBlockedWrites(5));
            served.skip(TestServer.GENEROUS.handlingTimeout().plusSeconds(1));
            served.waitForNoConnections();
        } finally {
            close(clients);
        }
    }
}
