package weir.axon.internal.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import weir.base.WeirException;
import weir.protocol.synapse.HeaderNames;

/**
 * Sends an unsigned request to the axon's own port, as a client would, and checks that this axon answers it within a second. The answer
 * counts for {@link #MAX_AGE}, so that frequent health checks cost one request. Thread-safe; blocks for at most about a second.
 */
final class SelfRequest {

    static final Duration MAX_AGE = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final int MAX_HEADER_BYTES = 16 * 1024;

    /** Unsigned, with a body that is no query: authentication rejects it, or the parser if no hotkey is configured. No strategy sees it. */
    private static final byte[] REQUEST = ("POST /RebalanceQuery HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
            .getBytes(StandardCharsets.US_ASCII);

    private final String host;
    private final int port;
    private final int expectedStatus;
    private final String uuid;
    private final LongSupplier nanoTime;
    private ResultLog.Entry lastResult;
    private long lastQueryNanos;

    /**
     * @param host address that is listened on
     * @param expectedStatus status of this axon's answer to the request
     * @param uuid identifies this axon in its error responses
     * @param nanoTime a monotonic clock, ns
     */
    SelfRequest(String host, int port, int expectedStatus, String uuid, LongSupplier nanoTime) {
        this.host = host;
        this.port = port;
        this.expectedStatus = expectedStatus;
        this.uuid = uuid;
        this.nanoTime = nanoTime;
    }

    /** The result of a request that was sent within {@link #MAX_AGE}; critical unless this axon answered it as expected. */
    synchronized ResultLog.Entry result() {
        long now = nanoTime.getAsLong();
        if (lastResult == null || now - lastQueryNanos > MAX_AGE.toNanos()) {
            lastResult = send();
            lastQueryNanos = now;
        }
        return lastResult;
    }

    private ResultLog.Entry send() {
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            InetSocketAddress address = new InetSocketAddress(address(), port);
            socket.connect(address, (int) TIMEOUT.toMillis());
            socket.getOutputStream().write(REQUEST);
            String head = head(socket, start + TIMEOUT.toNanos());
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            return evaluate(head, millis);
        } catch (SocketTimeoutException e) {
            return problem("does not answer within " + TIMEOUT.toMillis() + " ms");
        } catch (IOException e) {
            return problem("does not answer: " + WeirException.describe(e));
        }
    }

    private InetAddress address() throws IOException {
        InetAddress address = InetAddress.getByName(host);
        if (!address.isAnyLocalAddress()) {
            return address;
        }
        return InetAddress.getByName(address instanceof Inet6Address ? "::1" : "127.0.0.1");
    }

    /** Status line and headers. */
    private static String head(Socket socket, long deadline) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[MAX_HEADER_BYTES];
        int length = 0;
        while (length < bytes.length) {
            long remainingMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (remainingMillis <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) remainingMillis);
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                throw new IOException("the connection was closed");
            }
            length += read;
            String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end >= 0) {
                return text.substring(0, end + 2);
            }
        }
        throw new IOException("the headers are longer than " + MAX_HEADER_BYTES + " bytes");
    }

    private ResultLog.Entry evaluate(String head, long millis) {
        String status = head.matches("(?s)HTTP/1\\.[01] [0-9]{3}[ \r].*") ? head.substring(9, 12) : "no HTTP";
        String expectedHeader = "\r\n" + HeaderNames.AXON_UUID + ": " + uuid + "\r\n";
        if (!head.contains(expectedHeader)) {
            return problem("is answered by another program (" + status + ")");
        }
        if (status.equals("429")) {
            return new ResultLog.Entry(
                    Result.Status.WARN,
                    "port " + port
                            + " rejects further requests of this machine (429). If a proxy on this machine passes the"
                            + " validators' requests on, they share this limit: raise --axon.requests_per_address");
        }
        return status.equals(Integer.toString(expectedStatus))
                ? new ResultLog.Entry(
                        Result.Status.OK, "port " + port + " answered an unsigned request in " + millis + " ms")
                : problem("answers an unsigned request with " + status + " instead of " + expectedStatus);
    }

    private ResultLog.Entry problem(String problem) {
        return new ResultLog.Entry(
                Result.Status.CRITICAL,
                "port " + port + " " + problem
                        + ", so validators may get no answer. See the log, then restart the host");
    }
}
