package weir.demo.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import weir.demo.DendriteResponse;
import weir.keys.KeyPair;
import weir.protocol.PublicKey;
import weir.protocol.Sr25519;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;
import weir.vectors.Recorded;

/** Compares with bytes recorded between a real dendrite and a real axon. */
class DendriteClientTest {

    private static final String AXON = "5CfCr47V5Dte6bwxNBE8K9oNnQd9fiay6aDEEkgYtFv7w4Fq";

    /** Sent by aiohttp or by HTTP itself, not by the protocol. */
    private static final Set<String> OF_THE_LIBRARY = Set.of(
            "host",
            "accept",
            "accept-encoding",
            "user-agent",
            "content-length",
            "connection",
            "upgrade",
            "http2-settings");

    private record Exchanged(String request, DendriteResponse answer) {}

    @Test
    void requestEqualsThatOfARealDendriteAndResponseIsRead() throws Exception {
        JsonObject recorded = recorded();
        Exchanged exchanged = exchange(query(), recorded.get("response").getAsString());

        String real = recorded.get("request").getAsString();
        assertEquals(headerNames(real), headerNames(exchanged.request()));
        assertEquals(real.lines().findFirst(), exchanged.request().lines().findFirst());
        JsonObject realBody = body(real);
        JsonObject ourBody = body(exchanged.request());
        assertEquals(realBody.keySet(), ourBody.keySet());
        for (String field : realBody.keySet()) {
            // The two ends and their sizes are this connection's own.
            if (!Set.of("dendrite", "axon").contains(field)) {
                assertEquals(realBody.get(field), ourBody.get(field), field);
            }
        }

        DendriteResponse answer = exchanged.answer();
        assertNull(answer.failure());
        assertTrue(answer.accepted());
        assertEquals(List.of(new Position(-200, 200, BigInteger.TEN, BigInteger.valueOf(20))), answer.desired());
    }

    @Test
    void signatureVerifies() throws Exception {
        String request =
                exchange(query(), recorded().get("response").getAsString()).request();
        JsonObject dendrite = body(request).getAsJsonObject("dendrite");
        String hotkey = dendrite.get("hotkey").getAsString();
        String message = dendrite.get("nonce").getAsString() + "." + hotkey + "." + AXON + "."
                + dendrite.get("uuid").getAsString() + "." + header(request, "computed_body_hash");
        byte[] signature = new BigInteger(
                        "1" + header(request, "bt_header_dendrite_signature").substring(2), 16)
                .toByteArray();
        byte[] last64 = Arrays.copyOfRange(signature, signature.length - 64, signature.length);
        assertTrue(Sr25519.verify(PublicKey.ofSs58(hotkey), message.getBytes(StandardCharsets.UTF_8), last64));
    }

    @Test
    void rejectsResponsesThatADendriteRejects() throws Exception {
        String good = recorded().get("response").getAsString();
        assertFails("does not echo", good.replace("\"round_id\":\"r-7\"", "\"round_id\":\"r-8\""));
        assertFails("does not echo", good.replace("\"block_number\":31000000", "\"block_number\":31000001"));
        assertFails("a dendrite rejects the position", good.replace("\"tick_upper\":200", "\"tick_upper\":-200"));
        assertFails("a dendrite rejects the position", good.replace("\"allocation0\":\"10\"", "\"allocation0\":1000"));
        assertFails("is not a valid RebalanceQuery", good.replace("\"accepted\"", "\"excepted\""));
        assertFails("status 503", good.replace("200 OK", "503 Busy"));
        assertFails("IOException", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{");
    }

    private static void assertFails(String expected, String response) throws Exception {
        DendriteResponse answer = exchange(query(), response).answer();
        assertTrue(answer.failure() != null && answer.failure().contains(expected), answer.toString());
    }

    private static JsonObject recorded() {
        return Recorded.VECTORS
                .json("bittensor/wire-recorded.json")
                .getAsJsonObject()
                .getAsJsonObject("ok_200");
    }

    private static RebalanceQuery query() {
        return new RebalanceQuery(
                "job-1",
                "0x1111111111111111111111111111111111111111",
                "0x2222222222222222222222222222222222222222",
                8453,
                "r-7",
                RoundType.EVALUATION,
                31_000_000,
                new Price(new BigDecimal("1.4614467034852102e+33").toBigInteger()),
                List.of(new Position(-400, 400, BigInteger.ONE, BigInteger.TWO)),
                new Inventory(new BigInteger("1000000000000000000"), BigInteger.valueOf(2_000_000)),
                0,
                200);
    }

    /** Sends a query to a socket that returns a recorded response. */
    private static Exchanged exchange(RebalanceQuery query, String response) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> request = CompletableFuture.supplyAsync(() -> serve(server, response));
            try (KeyPair key = KeyPair.ofMiniSecret(new byte[32])) {
                DendriteClient client = new DendriteClient(key, server.getLocalPort(), AXON);
                DendriteResponse answer = client.ask(query);
                return new Exchanged(request.get(), answer);
            }
        }
    }

    private static String serve(ServerSocket server, String response) {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                request.append((char) in.read());
            }
            int length = Integer.parseInt(header(request.toString(), "content-length"));
            request.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
            byte[] body = response.substring(response.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.UTF_8);
            String head = response.substring(0, response.indexOf("\r\n\r\n"));
            // Changed answers have another length; one that is cut short keeps what it announced.
            String announced = body.length > 1
                    ? head.replaceFirst("(?i)content-length: \\d+", "content-length: " + body.length)
                    : head;
            socket.getOutputStream().write((announced + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(body);
            return request.toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> headerNames(String request) {
        Set<String> names = new TreeSet<>();
        request.substring(0, request.indexOf("\r\n\r\n"))
                .lines()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
                .filter(name -> !OF_THE_LIBRARY.contains(name))
                .forEach(names::add);
        return names;
    }

    private static String header(String request, String name) {
        return request.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).trim())
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject body(String request) {
        return JsonParser.parseString(request.substring(request.indexOf("\r\n\r\n") + 4))
                .getAsJsonObject();
    }
}
