package weir.chain.internal.metagraph;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import weir.chain.internal.rpc.FakeWebSocketServer;
import weir.chain.internal.rpc.Transport;

/** A {@link FakeNode} behind a real WebSocket on a free loopback port, for one connection at a time. Its chain is finney's. Thread-safe. */
public final class FakeNodeServer implements AutoCloseable {

    private final FakeNode node;
    private final FakeWebSocketServer server;

    public FakeNodeServer() throws IOException {
        this(System.currentTimeMillis());
    }

    /** @param chainMillis time of the first block, ms since the epoch */
    public FakeNodeServer(long chainMillis) throws IOException {
        this(new FakeNode(chainMillis));
    }

    /** @param node must be used under its own lock from now on */
    public FakeNodeServer(FakeNode node) throws IOException {
        this.node = node;
        server = new FakeWebSocketServer(null, this::serve);
    }

    public URI uri() {
        return server.uri();
    }

    /** Makes and finalises blocks. */
    public void makeBlocks(int count) {
        synchronized (node) {
            node.makeBlocks(count);
        }
    }

    /** Changes the only neuron of the subnet, for metagraphs that are read from now on. */
    public void setNeuron(String hotkey, boolean hasPermit, double stakeTokens) {
        synchronized (node) {
            node.hotkey = hotkey;
            node.hasPermit = hasPermit;
            node.stake = OptionalLong.of(Math.round(stakeTokens * 1e9));
        }
    }

    /** Sets fields of the metagraph by their names on chain, for metagraphs that are read from now on. */
    public void setMetagraphFields(Map<String, Object> fields) {
        synchronized (node) {
            node.metagraphFields.putAll(fields);
        }
    }

    /** Sets the time of the newest block, ms since the epoch. */
    public void setChainMillis(long millis) {
        synchronized (node) {
            node.setChainMillis(millis);
        }
    }

    /** Announces a runtime with another spec version, from the next block on. */
    public void upgrade(int spec) {
        synchronized (node) {
            node.upgrade(spec);
        }
    }

    /** Number of the newest block. */
    public long head() {
        synchronized (node) {
            return node.head();
        }
    }

    /** Number of connections since the start. */
    public int connections() {
        synchronized (node) {
            return node.connections;
        }
    }

    public int openConnections() {
        synchronized (node) {
            return node.openConnections;
        }
    }

    private void serve(OutputStream out, InputStream in) throws IOException {
        Transport.Connection connection = connect(out);
        try {
            for (String request = readText(in); request != null; request = readText(in)) {
                synchronized (node) {
                    connection.send(request);
                }
            }
        } finally {
            synchronized (node) {
                connection.close();
            }
        }
    }

    private Transport.Connection connect(OutputStream out) {
        synchronized (node) {
            return node.connect(new Transport.Listener() {
                @Override
                public void opened() {}

                @Override
                public void received(String message) {
                    try {
                        out.write(FakeWebSocketServer.text(true, true, message));
                        out.flush();
                    } catch (IOException e) {
                        // The client closed the connection.
                    }
                }

                @Override
                public void failed(Transport.Failure failure) {}
            });
        }
    }

    /** Reads a text frame of a client, which is masked; {@code null} at the end. */
    private static String readText(InputStream in) throws IOException {
        int opcode = in.read();
        int length = in.read() & 0x7f;
        if (opcode != 0x81) {
            return null;
        }
        if (length == 126) {
            length = in.read() << 8 | in.read();
        }
        byte[] mask = in.readNBytes(4);
        byte[] text = in.readNBytes(length);
        for (int i = 0; i < text.length; i++) {
            text[i] ^= mask[i % 4];
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
