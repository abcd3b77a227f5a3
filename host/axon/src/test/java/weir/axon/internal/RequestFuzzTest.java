package weir.axon.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.axon.internal.access.Access;
import weir.axon.internal.access.Gate;
import weir.axon.internal.access.LoopbackGate;
import weir.axon.internal.access.SignedCases;
import weir.axon.internal.wire.Bodies;

/**
 * Mutated bytes of recorded requests on a socket, past the gate and before it: the axon answers with what is the peer's
 * fault or hangs up, and then serves an honest peer. {@code -Dweir.fuzz.seconds=60} goes on for longer than the default.
 */
class RequestFuzzTest {

    private static final long SEED = 20_261_122;
    private static final Duration SPAN = Duration.ofSeconds(Integer.getInteger("weir.fuzz.seconds", 5));
    private static final String[] FRAGMENTS = {
        "\r\n",
        "\r\n\r\n",
        ": ",
        "\0",
        "\u00ff",
        "HTTP/1.1",
        "GET ",
        "/",
        "%",
        "%2e%2e",
        "?",
        ";",
        "Content-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Connection: close\r\n",
        "Expect: 100-continue\r\n",
        "Upgrade: h2c\r\n",
        "timeout: NaN\r\n",
        "timeout: 1e999\r\n",
        "X-Bittensor-Version: 1\r\n",
        "X-Bittensor-Nonce: -1\r\n",
        "-1",
        "9999999999999999999999",
        "bt_header_dendrite_nonce",
        "\"",
        "{",
        "[[[[[[",
        "null",
        "NaN",
        "Content-Encoding: gzip\r\n"
    };

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final Map<Integer, Integer> statuses = new TreeMap<>();

    @Test
    void nothingIsOurFault() throws Exception {
        List<String> requests = recorded();
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler counting = warningsInto(logged);
        Logger.getLogger("weir").addHandler(counting);
        Access access = new Access(SignedCases.policy(folder), SignedCases::now, System::nanoTime);
        int sent = 0;
        for (Gate gate : List.of(access.gate(), new LoopbackGate())) {
            try (Served served = new Served(gate, Served.GENEROUS)) {
                long end = System.nanoTime() + SPAN.toNanos() / 2;
                while (System.nanoTime() < end) {
                    sendMutated(served, requests.get(random.nextInt(requests.size())));
                    sent++;
                }
                assertServes(served, gate instanceof LoopbackGate ? 200 : 401);
            }
        }
        Logger.getLogger("weir").removeHandler(counting);
        assertEquals(List.of(), logged, "what strangers send must not fill the log");
        System.out.println("fuzzed " + sent + " requests, answers by status (0: hung up): " + statuses);
        assertTrue(statuses.getOrDefault(400, 0) > 0);
        // 501 and 505 are HTTP's own words for a request that asks for what no server here does.
        assertEquals(
                List.of(),
                statuses.keySet().stream()
                        .filter(status -> status >= 500 && status != 501 && status != 505)
                        .toList());
    }

    private static Handler warningsInto(List<String> logged) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                    logged.add(record.getMessage());
                }
            }

            @Override
            public void flush() {
                // Nothing is held back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    private static List<String> recorded() {
        List<String> requests = new ArrayList<>();
        for (SignedCases.Case one : SignedCases.dendrite()) {
            for (SignedCases.Step step : one.steps()) {
                StringBuilder text = new StringBuilder(step.method() + " " + step.path() + " HTTP/1.1\r\nHost: a\r\n");
                step.headers()
                        .forEach((name, value) ->
                                text.append(name).append(": ").append(value).append("\r\n"));
                int length = step.body().getBytes(StandardCharsets.ISO_8859_1).length;
                requests.add(text.append("Content-Length: ")
                        .append(length)
                        .append("\r\n\r\n")
                        .append(step.body())
                        .toString());
            }
        }
        return requests;
    }

    private void sendMutated(Served served, String request) throws IOException {
        try (Peer peer = new Peer(served.port())) {
            statuses.merge(statusOf(peer, mutate(request)), 1, Integer::sum);
        }
    }

    private static int statusOf(Peer peer, String request) {
        try {
            peer.send(request.getBytes(StandardCharsets.ISO_8859_1));
            peer.finish();
            return peer.read().status();
        } catch (IOException e) {
            return 0;
        }
    }

    private static void assertServes(Served served, int status) throws IOException {
        String body = Bodies.valid();
        try (Peer peer = new Peer(served.port())) {
            assertEquals(
                    status,
                    peer.post("/RebalanceQuery", body.getBytes(StandardCharsets.UTF_8))
                            .status());
        }
    }

    private String mutate(String request) {
        StringBuilder text = new StringBuilder(request);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(random.nextBoolean() ? 4 : 200));
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.delete(at, end);
                case 2 -> text.insert(at, text.substring(at, end));
                case 3 -> text.insert(at, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
                default -> text.replace(at, end, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
            }
        }
        return text.toString();
    }
}
