package weir.axon.internal.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import weir.axon.internal.HttpError;
import weir.axon.internal.auth.RejectionLog.Origin;
import weir.axon.internal.auth.ValidatorAuthorizer.HotkeyKind;
import weir.protocol.PublicKey;
import weir.protocol.synapse.HeaderNames;
import weir.router.audit.RejectionEvent;

/** Rejected requests are reported, and no client can make the reports numerous. */
class RejectionLogTest {

    /** The common pool has one thread on a machine with two cores. */
    private static final Executor OWN_THREAD = task -> new Thread(task).start();

    private static final String KNOWN = address(1);

    private static final String REGISTERED = address(3);

    private final AtomicLong nanoTime = new AtomicLong();
    private final List<RejectionEvent> events = new CopyOnWriteArrayList<>();
    private Function<String, HotkeyKind> kindOf = hotkey -> hotkey.equals(KNOWN) || hotkey.startsWith("validator")
            ? HotkeyKind.VALIDATOR
            : hotkey.equals(REGISTERED) || hotkey.startsWith("miner") ? HotkeyKind.KNOWN : HotkeyKind.UNKNOWN;
    private final RejectionLog log =
            new RejectionLog(hotkey -> kindOf.apply(hotkey), () -> 7, nanoTime::get, events::add);

    private static String address(int number) {
        byte[] key = new byte[32];
        Arrays.fill(key, 0, 4, (byte) number);
        key[5] = (byte) (number >> 8);
        return PublicKey.of(key).ss58();
    }

    private void reject(String hotkey, int status) {
        reject(hotkey, Origin.CLAIMED, "127.0.0.1", status);
    }

    private void reject(String hotkey, Origin origin, String address, int status) {
        Map<String, String> headers = Map.of(HeaderNames.DENDRITE_HOTKEY, hotkey);
        try {
            log.add(
                    new Authenticator.RequestHead("POST", "/", InetAddress.getByName(address), headers::get),
                    origin,
                    new HttpError(status, "reason " + status));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private boolean isReported(String hotkey, String address) {
        return events.stream()
                .anyMatch(event ->
                        event.hotkey().equals(hotkey) && event.address().equals(address));
    }

    private List<String> health(Result.Status status) {
        FormattingResultLog result = new FormattingResultLog();
        log.describe(result);
        List<String> lines = new ArrayList<>();
        result.forEach(entry -> {
            if (entry.getStatus() == status) {
                lines.add(entry.getMessage());
            }
        });
        return lines;
    }

    @Test
    void firstRejectionIsReportedAtOnceAndLaterOnesOncePerMinute() {
        for (int i = 0; i < 600; i++) {
            reject(KNOWN, 429);
            nanoTime.addAndGet(Duration.ofMillis(250).toNanos());
        }
        assertEquals(
                List.of(1L, 240L, 240L),
                events.stream().map(RejectionEvent::count).toList());
        assertEquals(
                new RejectionEvent(Instant.ofEpochSecond(0, 7), KNOWN, "127.0.0.1", 429, "reason 429", 1),
                events.get(0));
    }

    @Test
    void healthWarnsOfKnownHotkeysAndMentionsOthersForTenMinutes() {
        reject(KNOWN, 401);
        reject(KNOWN, 401);
        reject(address(2), 403);
        assertEquals(
                List.of("2 requests (signature not verified) in the name of " + KNOWN
                        + " within 0 s, the last one 0 s ago from 127.0.0.1, rejected with 401: reason 401"),
                health(Result.Status.WARN));
        assertEquals(1, health(Result.Status.OK).size());
        nanoTime.addAndGet(Duration.ofMinutes(10).toNanos() + 1);
        assertEquals(List.of(), health(Result.Status.WARN));
    }

    @Test
    void otherStatusesAndMalformedUnknownHotkeysAreNotReported() {
        reject(KNOWN, 400);
        reject(KNOWN, 503);
        reject("nobody\n", 403);
        log.add(
                new Authenticator.RequestHead("POST", "/", InetAddress.getLoopbackAddress(), name -> null),
                Origin.CLAIMED,
                new HttpError(401, "Missing hotkey"));
        assertEquals(List.of(), events);
    }

    /** Any client can name all hotkeys of the metagraph. */
    @Test
    void forgedRequestsInAllNamesDoNotHideAValidator() {
        for (int i = 0; i < 300; i++) {
            for (int status : new int[] {401, 403, 429}) {
                reject("miner" + i, status);
                reject("validator" + i, status);
                reject(address(i + 10), status);
            }
        }
        reject(KNOWN, Origin.CLAIMED, "203.0.113.7", 401);
        assertTrue(isReported(KNOWN, "203.0.113.7"));
        for (int i = 0; i < 2000; i++) {
            reject("validator" + i, 401);
        }
        reject(KNOWN, Origin.VERIFIED, "203.0.113.8", 429);
        assertTrue(isReported(KNOWN, "203.0.113.8"));
        assertEquals(
                List.of("1 request signed by " + KNOWN
                        + " within 0 s, the last one 0 s ago from 203.0.113.8, rejected with 429: reason 429"),
                health(Result.Status.WARN).stream()
                        .filter(line -> line.contains("signed by"))
                        .toList());
        int most = (RejectionLog.MAX_VALIDATOR_COUNTS
                        + RejectionLog.MAX_KNOWN_COUNTS
                        + RejectionLog.MAX_UNKNOWN_COUNTS
                        + 9)
                * (RejectionTable.MAX_ADDRESSES + 1);
        assertTrue(events.size() < most, () -> events.size() + " reports");
    }

    /** A forger also repeats the validator's name from its own addresses, and is there first. */
    @Test
    void addressesOfOneHotkeyAreReportedOneByOneAndThenTogether() {
        for (int i = 1; i < 200; i++) {
            reject(KNOWN, Origin.CLAIMED, "198.51.100." + i, 401);
        }
        reject(KNOWN, Origin.CLAIMED, "203.0.113.7", 401);
        assertEquals(RejectionTable.MAX_ADDRESSES + 1, events.size());
        nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
        log.reportDue();
        RejectionEvent together = events.get(events.size() - 1);
        assertEquals("203.0.113.7", together.address());
        assertEquals("several senders, the last one: reason 401", together.reason());
        assertEquals(200, events.stream().mapToLong(RejectionEvent::count).sum());
    }

    @Test
    void hotkeysBeyondTheBoundAreReportedTogether() {
        for (int i = 0; i < 1000; i++) {
            reject(address(i + 10), 403);
        }
        assertEquals(RejectionLog.MAX_UNKNOWN_COUNTS + 1, events.size());
        reject(REGISTERED, 403);
        assertTrue(isReported(REGISTERED, "127.0.0.1"), "hotkeys of the metagraph have counts of their own");
        log.reportAll();
        assertEquals(1001, events.stream().mapToLong(RejectionEvent::count).sum());
        assertEquals(17, health(Result.Status.OK).size());
        nanoTime.addAndGet(Duration.ofMinutes(10).toNanos() + 1);
        log.reportDue();
        reject(address(9), 403);
        assertTrue(isReported(address(9), "127.0.0.1"), "old entries make room");
    }

    @Test
    void everyRequestIsReportedAlsoIfNoOtherFollows() {
        for (int i = 0; i < 12; i++) {
            reject(KNOWN, 429);
        }
        log.reportDue();
        assertEquals(List.of(1L), events.stream().map(RejectionEvent::count).toList());
        nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
        log.reportDue();
        log.reportDue();
        log.reportAll();
        assertEquals(
                List.of(1L, 11L), events.stream().map(RejectionEvent::count).toList());
    }

    /** The kind of a hotkey comes from the metagraph, and a report may wait for a listener. */
    @Test
    void otherRequestsAndHealthDoNotWaitForABlockedLookup() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        kindOf = hotkey -> {
            if (hotkey.equals(REGISTERED)) {
                blocked.countDown();
                awaitUninterruptibly(release);
            }
            return HotkeyKind.VALIDATOR;
        };
        CompletableFuture<Void> hanging = CompletableFuture.runAsync(() -> reject(REGISTERED, 401), OWN_THREAD);
        try {
            assertTrue(blocked.await(10, TimeUnit.SECONDS));
            CompletableFuture.runAsync(() -> reject(KNOWN, 401), OWN_THREAD).get(10, TimeUnit.SECONDS);
            assertEquals(
                    1,
                    CompletableFuture.supplyAsync(() -> health(Result.Status.WARN), OWN_THREAD)
                            .get(10, TimeUnit.SECONDS)
                            .size());
        } finally {
            release.countDown();
        }
        hanging.get(10, TimeUnit.SECONDS);
        assertTrue(isReported(REGISTERED, "127.0.0.1"));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
