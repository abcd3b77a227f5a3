package weir.axon.internal.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import weir.axon.internal.HttpError;
import weir.protocol.PublicKey;
import weir.protocol.synapse.HeaderNames;
import weir.router.audit.RejectionEvent;

/** Rejected requests are reported, and no client can make the reports numerous. */
class RejectionLogTest {

    private static final String KNOWN = address(1);

    private final AtomicLong nanoTime = new AtomicLong();
    private final List<RejectionEvent> events = new ArrayList<>();
    private final RejectionLog log = new RejectionLog(
            hotkey -> hotkey.equals(KNOWN) || hotkey.startsWith("known"), () -> 7, nanoTime::get, events::add);

    private static String address(int number) {
        byte[] key = new byte[32];
        Arrays.fill(key, 0, 4, (byte) number);
        key[5] = (byte) (number >> 8);
        return PublicKey.of(key).ss58();
    }

    private void reject(String hotkey, int status) {
        Map<String, String> headers = Map.of(HeaderNames.DENDRITE_HOTKEY, hotkey);
        log.add(
                new Authenticator.RequestHead("POST", "/", InetAddress.getLoopbackAddress(), headers::get),
                new HttpError(status, "reason " + status));
    }

    private List<String> health(Result.Status status) {
        FormattingResultLog result = new FormattingResultLog();
        log.report(result);
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
                List.of("2 requests in the name of " + KNOWN
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
                new HttpError(401, "Missing hotkey"));
        assertEquals(List.of(), events);
    }

    @Test
    void inventedHotkeysDoNotDisplaceKnownOnes() {
        for (int i = 2; i < 5000; i++) {
            reject(address(i), 403);
        }
        assertEquals(RejectionLog.MAX_UNKNOWN, events.size());
        reject(KNOWN, 429);
        assertEquals(KNOWN, events.get(RejectionLog.MAX_UNKNOWN).hotkey());
        for (int i = 0; i < 5000; i++) {
            reject("known" + i, 401);
        }
        assertEquals(RejectionLog.MAX_UNKNOWN + RejectionLog.MAX_KNOWN, events.size());
        nanoTime.addAndGet(Duration.ofMinutes(10).toNanos() + 1);
        reject(address(2), 403);
        assertTrue(events.get(events.size() - 1).hotkey().equals(address(2)), "old entries make room");
    }
}
