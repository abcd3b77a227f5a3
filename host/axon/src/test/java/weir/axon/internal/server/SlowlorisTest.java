package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import weir.axon.internal.auth.LoopbackAuthenticator;
import weir.fixtures.RebalanceBodies;

/** 2,000 connections that drip headers or bodies, within the limits that are shipped, while an honest peer asks on. */
class SlowlorisTest {

    private static final int SLOW = 2000;

    /** Within what one address may have. */
    private static final int OF_ONE_ADDRESS = 125;

    private static final int ASKED = 1000;
    private static final long PROMPT_NS = 100_000_000L;

    /** A machine with other work may not get all of them opened, and anything asked, before the first are closed. */
    private static final int TRIES = 6;

    private static final int ENOUGH = 50;
    private static final int DRIPS_A_SECOND = 4;
    private static final byte[] BODY = RebalanceBodies.valid().getBytes(StandardCharsets.UTF_8);
    private static final String HEAD = "POST /RebalanceQuery HTTP/1.1\r\nHost: a\r\n";

    /** How long the answers took, ns, the shortest first. */
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

    /**
     * Compared with the same peer alone, before and after, for how fast this machine is depends on what else it does. The
     * factors are generous for the same reason.
     */
    @Test
    void anHonestPeerIsServedAsIfItWereAlone() throws Exception {
        try (TestServer served = new TestServer(new LoopbackAuthenticator(), ConfiguredLimits.shipped())) {
            ask(served, ASKED, () -> true);
            Answers before = ask(served, ASKED, () -> true);
            Answers amid = amidSlowOnes(served);
            Answers after = ask(served, ASKED, () -> true);
            System.out.printf("alone: %s%namid %d slow ones: %s%nalone again: %s%n", before, SLOW, amid, after);
            assertTrue(amid.ms(0.5) <= 10 * Math.max(before.ms(0.5), after.ms(0.5)), "half of the answers");
            assertTrue(amid.prompt() >= 0.9 * Math.min(before.prompt(), after.prompt()), "prompt answers");
        }
    }

    /** Only what was answered while every single one of the slow connections stood. */
    private static Answers amidSlowOnes(TestServer served) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            served.waitForNoConnections();
            List<RawClient> slow = open(served);
            Thread dripping = new Thread(() -> dripUntilAllAreClosed(slow));
            dripping.start();
            Answers answers = ask(served, ASKED, () -> served.connections() == SLOW + 1);
            dripping.join(60_000);
            assertTrue(!dripping.isAlive(), "every slow connection is closed in the end");
            for (RawClient peer : slow) {
                peer.close();
            }
            if (answers.nanos().size() >= ENOUGH) {
                return answers;
            }
        }
        throw new AssertionError("the slow connections never all stood for " + ENOUGH + " answers");
    }

    /** All connect first, which is when the time of a header begins, and send then, when that of a body does. */
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

    /** How long each answer took for as long as the condition held, up to so many. */
    private static Answers ask(TestServer served, int most, BooleanSupplier condition) throws IOException {
        List<Long> nanos = new ArrayList<>();
        try (RawClient honest = new RawClient(served.port())) {
            // Once before, which opens the connection.
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

    private static void dripUntilAllAreClosed(List<RawClient> peers) {
        List<RawClient> open = new ArrayList<>(peers);
        while (!open.isEmpty()) {
            open.removeIf(peer -> !drips(peer));
            pause();
        }
    }

    private static boolean drips(RawClient peer) {
        try {
            peer.send(new byte[] {' '});
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
