package weir.chain.internal.rpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A WebSocket server that sends any bytes that a test wants, one connection at a time (RFC 6455). */
public final class FakeWebSocketServer implements AutoCloseable {

    static final int TEXT = 1;
    static final int CONTINUATION = 0;
    static final int BINARY = 2;
    static final int CLOSE = 8;

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server;
    private final BlockingQueue<Socket> connections = new LinkedBlockingQueue<>();

    /** What the server does with a connection after the client's HTTP request. */
    public interface Script {
        void run(OutputStream out, InputStream in) throws IOException;
    }

    /** @param handshake text instead of the answer 101, or {@code null} */
    public FakeWebSocketServer(String handshake, Script script) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> serve(handshake, script), "fake node");
        thread.setDaemon(true);
        thread.start();
    }

    /** Number of accepted sockets that the server has not closed; it closes one when the client has. */
    long openSockets() {
        return connections.stream().filter(socket -> !socket.isClosed()).count();
    }

    public URI uri() {
        return URI.create("ws://127.0.0.1:" + server.getLocalPort());
    }

    private void serve(String handshake, Script script) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                connections.add(socket);
                String key = readKey(socket.getInputStream());
                OutputStream out = socket.getOutputStream();
                out.write((handshake == null ? accept(key) : handshake).getBytes(StandardCharsets.US_ASCII));
                out.flush();
                script.run(out, socket.getInputStream());
            } catch (IOException e) {
                // The client closed the connection, or the test is over.
            }
        }
    }

    private static String readKey(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(in.read());
        }
        Matcher key =
                Pattern.compile("(?i)Sec-WebSocket-Key: (\\S+)").matcher(head.toString(StandardCharsets.US_ASCII));
        return key.find() ? key.group(1) : "";
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the bytes of a frame of a server, which is not masked. */
    static byte[] frame(int opcode, boolean isLast, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 10);
        frame.put((byte) ((isLast ? 0x80 : 0) | opcode));
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 1 << 16) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        frame.put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    public static byte[] text(boolean isFirst, boolean isLast, String text) {
        return frame(isFirst ? TEXT : CONTINUATION, isLast, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }
}
