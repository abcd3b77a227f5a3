package weir.axon.internal.server;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import weir.protocol.synapse.RebalanceResponse;
import weir.protocol.synapse.SynapseException;

/** A connection that sends and receives raw bytes, without an HTTP library. */
public final class RawClient implements AutoCloseable {

    private static final int TIMEOUT_MS = 30_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    RawClient(int port) throws IOException {
        this(port, null);
    }

    /** @param from local address; {@code null} for any */
    RawClient(int port, String from) throws IOException {
        socket.setSoTimeout(TIMEOUT_MS);
        if (from != null) {
            // Binding before connecting needs a port that is free for all destinations.
            socket.bind(new InetSocketAddress(from, 0));
        }
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** A response. Header names are as they were sent. */
    record Reply(int status, List<String> headerLines, String body) {

        /** The value of the header with exactly this name, or {@code null}. */
        String header(String name) {
            return headerLines.stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).trim())
                    .findFirst()
                    .orElse(null);
        }

        /** Whether a dendrite would accept the response. */
        boolean isAccepted(boolean ping) {
            String contentType = headerLines.stream()
                    .filter(line -> line.regionMatches(true, 0, "content-type:", 0, 13))
                    .map(line -> line.substring(13).trim())
                    .findFirst()
                    .orElse(null);
            try {
                if (ping) {
                    RebalanceResponse.readPong(status, contentType, this::header, body);
                } else {
                    RebalanceResponse.read(status, contentType, this::header, body);
                }
                return true;
            } catch (SynapseException e) {
                return false;
            }
        }

        JsonObject json() {
            return JsonParser.parseString(body).getAsJsonObject();
        }

        String message() {
            return json().get("message").getAsString();
        }
    }

    /** A POST with the headers that HTTP requires. */
    Reply post(String path, byte[] body) throws IOException {
        String head = "POST " + path + " HTTP/1.1\r\nHost: axon\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\n\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(body);
        // In one piece: two would wait for the delayed acknowledgement.
        send(request.toByteArray());
        return read();
    }

    Reply exchange(String request) throws IOException {
        send(request.getBytes(StandardCharsets.UTF_8));
        return read();
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Whether neither a response nor the end of the connection arrives within 100 ms. */
    boolean isKeptWaiting() throws IOException {
        socket.setSoTimeout(100);
        in.mark(1);
        try {
            in.read();
            in.reset();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            socket.setSoTimeout(TIMEOUT_MS);
        }
    }

    /** Closes the sending side. */
    void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** Reads one response with a content length; skips {@code 100 Continue}. */
    Reply read() throws IOException {
        String statusLine = line(in);
        while (statusLine.startsWith("HTTP/1.1 100")) {
            line(in);
            statusLine = line(in);
        }
        List<String> headers = new ArrayList<>();
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            headers.add(line);
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).trim());
            }
        }
        byte[] body = in.readNBytes(length);
        return new Reply(
                Integer.parseInt(statusLine.substring(9, 12)), headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the axon closed the connection");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
