package weir.bench.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A persistent HTTP connection to a server on loopback, reopened after the server has closed it. A raw socket, because an HTTP
 * client would use more CPU than the measured server. Not thread-safe.
 */
public final class Connection implements AutoCloseable {

    private static final int TIMEOUT_MS = 10_000;

    private final int port;
    private Socket socket;
    private InputStream in;

    /**
     * An HTTP response.
     *
     * @param status HTTP status
     * @param body the body as text
     */
    public record Reply(int status, String body) {}

    public Connection(int port) {
        this.port = port;
    }

    /**
     * Sends a request and reads the whole response.
     *
     * @throws IOException if the response is incomplete; the next request opens a new connection
     */
    public Reply exchange(byte[] request) throws IOException {
        try {
            if (socket == null) {
                open();
            }
            socket.getOutputStream().write(request);
            return readReply();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open() throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
    }

    private Reply readReply() throws IOException {
        String status = readLine();
        int length = -1;
        boolean closes = false;
        for (String header = readLine(); !header.isEmpty(); header = readLine()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).trim());
            }
            closes |= lower.startsWith("connection:") && lower.endsWith("close");
        }
        if (!status.startsWith("HTTP/1.1 ") || length < 0) {
            throw new IOException("response without a length: " + status);
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (closes) {
            close();
        }
        return new Reply(Integer.parseInt(status.substring(9, 12)), body);
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
