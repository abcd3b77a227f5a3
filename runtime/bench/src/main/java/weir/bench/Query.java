package weir.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A validator's request as bytes, the same one for every server that is compared. */
final class Query {

    private Query() {}

    /** Head and body of a {@code POST /RebalanceQuery}, as a dendrite of SDK 10 sends it. */
    static byte[] request() {
        byte[] body = body();
        String head =
                """
                POST /RebalanceQuery HTTP/1.1\r
                Host: 127.0.0.1\r
                name: RebalanceQuery\r
                timeout: 5.0\r
                bt_header_axon_ip: 127.0.0.1\r
                bt_header_axon_port: 8091\r
                bt_header_dendrite_ip: 127.0.0.1\r
                bt_header_dendrite_version: 10002000\r
                header_size: 464\r
                total_size: 6144\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                """
                        .formatted(body.length);
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] request = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        return request;
    }

    private static byte[] body() {
        try (InputStream in = Objects.requireNonNull(Query.class.getResourceAsStream("query.json"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
