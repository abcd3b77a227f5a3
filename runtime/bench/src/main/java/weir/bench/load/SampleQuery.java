package weir.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import weir.protocol.synapse.Dendrite;
import weir.protocol.synapse.HeaderNames;
import weir.protocol.synapse.Subnet;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/** Queries of a validator, and their HTTP requests as bytes. */
public final class SampleQuery {

    static final long CHAIN = Subnet.DEFAULT_CHAIN_ID;

    private SampleQuery() {}

    /** Head and body of an unsigned {@code POST /RebalanceQuery}, as a dendrite of SDK 10 sends it. */
    public static byte[] unsignedRequest() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HeaderNames.NAME, Subnet.REBALANCE_QUERY);
        headers.put(HeaderNames.TIMEOUT, "5.0");
        headers.put(HeaderNames.AXON_IP, "127.0.0.1");
        headers.put(HeaderNames.AXON_PORT, "8091");
        headers.put(HeaderNames.DENDRITE_IP, "127.0.0.1");
        headers.put(HeaderNames.DENDRITE_VERSION, Integer.toString(Subnet.SDK_VERSION));
        headers.put(HeaderNames.HEADER_SIZE, "464");
        headers.put(HeaderNames.TOTAL_SIZE, "6144");
        headers.put("Content-Type", "application/json");
        return toBytes(headers, body());
    }

    /** The bytes of a signed request. */
    public static byte[] toBytes(Dendrite.Request request) {
        return toBytes(request.headers(), request.body().getBytes(StandardCharsets.UTF_8));
    }

    /** A query about a pair, with one position and some inventory. */
    public static RebalanceQuery of(String pair) {
        return new RebalanceQuery(
                "job-1",
                "0x" + "11".repeat(20),
                pair,
                CHAIN,
                "r-7",
                RoundType.EVALUATION,
                31_000_000,
                Price.atTick(196_800),
                List.of(new Position(194_000, 199_400, BigInteger.valueOf(1_000_000_000), BigInteger.TEN.pow(17))),
                new Inventory(BigInteger.TEN.pow(18), BigInteger.valueOf(2_000_000)),
                0,
                200);
    }

    private static byte[] toBytes(Map<String, String> headers, byte[] body) {
        StringBuilder head = new StringBuilder("POST " + Dendrite.PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        return request;
    }

    private static byte[] body() {
        try (InputStream in = Objects.requireNonNull(SampleQuery.class.getResourceAsStream("query.json"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
