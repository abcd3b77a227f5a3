package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import weir.axon.internal.auth.Authenticator;
import weir.fixtures.RebalanceBodies;

/** 2,000 connections send headers or bodies slowly, within the default limits, while another client sends requests. */
class SlowlorisTest {

    private static final int SLOW = 2000;

    /** Below the limit of one address. */
    private static final int OF_ONE_ADDRESS = 125;

    private static final int ASKED = 1000;
    private static final long PROMPT_NS = 100_000_000L;

    /** On a busy machine, the first connections may be closed before all are open. */
    private static final int TRIES = 6;

    private static final int ENOUGH = 50;
    private static final int DRIPS_A_SECOND = 4;
    private static final byte[] BODY = RebalanceBodies.valid().getBytes(StandardCharsets.UTF_8);
    private static final String HEAD = "POST /RebalanceQuery HTTP/1.1\r\nHost: a\r\n";

    /** Latencies in ns, ascending. */
    private record Answers(List<Long> nanos) {

        double ms(double share) {
            return nanos.get((int) (share * (nanos.size() - 1))) / 1e6;
        }

        double prompt() {
            return (double) nanos.stream().filter(each -> each < PROMPT_NS).count() / nanos.size();
        }

        @Override
        public String toString() {
            return String.format(
                    "%d answers, p50 %.2f ms, p99 %.2f ms, %.1f %% under 100 ms",
                    nanos.size(), ms(0.5), ms(0.99), 100 * prompt());
        }
    }

    /** Compares with the same client alone, before and after. The factors are generous because the machine may be busy. */
    @Test
    void slowConnectionsDoNotDelayOtherClients() throws Exception {
        try (TestServer served = new TestServer(Authenticator.LOOPBACK_ONLY, ConfiguredLimits.shipped())) {
            ask(served, ASKED, () -> true);
            Answers before = ask(served, ASKED, () -> true);
            Answers amid = amongSlowConnections(served);
            Answers after = ask(served, ASKED, () -> true);
            System.out.printf("alone: %s%namid %d slow ones: %s%nalone again: %s%n", before, SLOW, amid, after);
            assertTrue(amid.ms(0.5) <= 10 * Math.max(before.ms(0.5), after.ms(0.5)), "median");
            assertTrue(amid.prompt() >= 0.9 * Math.min(before.prompt(), after.prompt()), "prompt answers");
        }
    }

    /** Latencies of answers during which all slow connections were open. */
    private static Answers amongSlowConnections(TestServer served) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            served.waitForNoConnections();
            List<RawClient> slow = open(served);
            Thread dripping = new Thread(() -> dripUntilAllAreClosed(slow));
            dripping.start();
            Answers answers = ask(served, ASKED, () -> served.connections() == SLOW + 1);
            dripping.join(60_000);
            assertTrue(!dripping.isAlive(), "every slow connection is closed");
            for (RawClient client : slow) {
                client.close();
            }
            if (answers.nanos().size() >= ENOUGH) {
                return answers;
            }
        }
        throw new AssertionError("the slow connections were never all open for " + ENOUGH + " answers");
    }

    /** Connects all, which starts the time of their headers, then sends, which starts the time of bodies. */
    private static List<RawClient> open(TestServer served) throws IOException {
        List<RawClient> slow = new ArrayList<>();
        for (int i = 0; i < SLOW; i++) {
            slow.add(new RawClient(served.port(), "127.0.1." + (1 + i / OF_ONE_ADDRESS)));
        }
        for (int i = 0; i < SLOW; i++) {
            String head = i % 2 == 0 ? HEAD + "x: " : HEAD + "Content-Length: 1000\r\n\r\n{";
            slow.get(i).send(head.getBytes(StandardCharsets.US_ASCII));
        }
        return slow;
    }

    /** Latencies of up to {@code most} answers while the condition holds. */
    private static Answers ask(TestServer served, int most, BooleanSupplier condition) throws IOException {
        List<Long> nanos = new ArrayList<>();
        try (RawClient honest = new RawClient(served.port())) {
            // Opens the connection.
            assertEquals(200, honest.post("/RebalanceQuery", BODY).status());
            while (nanos.size() < most) {
                long start = System.nanoTime();
                assertEquals(200, honest.post("/RebalanceQuery", BODY).status());
                long taken = System.nanoTime() - start;
                if (!condition.getAsBoolean()) {
                    break;
                }
                nanos.add(taken);
            }
        }
        nanos.sort(null);
        return new Answers(nanos);
    }

    private static void dripUntilAllAreClosed(List<RawClient> clients) {
        List<RawClient> open = new ArrayList<>(clients);
        while (!open.isEmpty()) {
            open.removeIf(client -> !drips(client));
            pause();
        }
    }

    private static boolean drips(RawClient client) {
        try {
            client.send(new byte[] {' '});
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1000 / DRIPS_A_SECOND);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
