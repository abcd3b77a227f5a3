package weir.axon.internal.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.axon.internal.HttpError;
import weir.axon.internal.server.ConfiguredLimits;
import weir.keys.KeyPair;
import weir.protocol.synapse.HeaderNames;
import weir.protocol.synapse.SigningPayload;

/** Rate limits per address and per hotkey, with a clock that the test controls. */
class RateLimitsTest {

    private static final long NOW = 1_760_000_000_000_000_000L;
    private static final KeyPair ALICE = key(1);
    private static final KeyPair BOB = key(2);
    private static final KeyPair UNKNOWN = key(3);
    private static final String US = address(key(4));

    @TempDir
    Path folder;

    private final AtomicLong nanoTime = new AtomicLong();
    private long nonce = NOW;

    private static KeyPair key(int fill) {
        byte[] miniSecret = new byte[32];
        Arrays.fill(miniSecret, (byte) fill);
        return KeyPair.ofMiniSecret(miniSecret);
    }

    private static InetAddress inet(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String address(KeyPair key) {
        return key.publicKey().ss58();
    }

    private Authenticator authenticator(double perAddress, double perHotkey) {
        AccessControl.Policy policy = new AccessControl.Policy(
                US, folder.resolve("nonces"), 0, Set.of(address(ALICE), address(BOB)), Set.of(), perAddress, perHotkey);
        return new AccessControl(policy, Optional::empty, () -> NOW, nanoTime::get, event -> {}).authenticator();
    }

    /** A new request in the name of a validator. */
    private Authenticator.RequestHead request(KeyPair named, KeyPair signer, String from) {
        DendriteHeaders sender = new DendriteHeaders(address(named), ++nonce, "uuid", new byte[64]);
        Map<String, String> headers = Map.of(
                HeaderNames.DENDRITE_HOTKEY,
                sender.hotkey(),
                HeaderNames.DENDRITE_NONCE,
                Long.toString(sender.nonce()),
                HeaderNames.DENDRITE_UUID,
                sender.uuid(),
                HeaderNames.DENDRITE_SIGNATURE,
                SigningPayload.formatSignature(signer.sign(sender.signedPayload(US))),
                HeaderNames.BODY_HASH,
                SigningPayload.BODY_HASH);
        return new Authenticator.RequestHead("POST", "/RebalanceQuery", inet(from), headers::get);
    }

    /** How many of some requests get this status; 200 stands for accepted ones. */
    private static int answered(
            int status, Authenticator authenticator, int tries, IntFunction<Authenticator.RequestHead> request) {
        int answered = 0;
        for (int i = 1; i <= tries; i++) {
            answered += status(authenticator, request.apply(i)) == status ? 1 : 0;
        }
        return answered;
    }

    private static int status(Authenticator authenticator, Authenticator.RequestHead request) {
        try {
            authenticator.checkAddressRate(request);
            authenticator.authenticate(request, Duration.ofSeconds(5));
            return 200;
        } catch (HttpError rejection) {
            return rejection.status();
        }
    }

    private int accepted(Authenticator authenticator, IntFunction<String> from) {
        return answered(200, authenticator, 100, i -> request(ALICE, ALICE, from.apply(i)));
    }

    @Test
    void addressMayBurstTwoSecondsWorthOfRequests() {
        Authenticator authenticator = authenticator(10, 0);
        assertEquals(20, accepted(authenticator, i -> "203.0.113.7"));
        nanoTime.addAndGet(500_000_000L);
        assertEquals(5, accepted(authenticator, i -> "203.0.113.7"));
        assertEquals(20, accepted(authenticator, i -> "203.0.113.8"));
    }

    @Test
    void ipv6Slash64CountsAsOneClientAndSlash48AsFour() {
        Authenticator authenticator = authenticator(2, 0);
        assertEquals(4, accepted(authenticator, i -> "2001:db8:1:1::" + i), "all of one /64");
        assertEquals(
                12,
                accepted(authenticator, i -> "2001:db8:1:" + (i + 1) + "::1"),
                "sixteen of one /48, including those four");
        assertEquals(4, accepted(authenticator, i -> "2001:db8:2:1::1"), "another /48 is independent");
    }

    /** A /48 contains 65,536 networks of size /64; counting each would evict the counts of other clients. */
    @Test
    void usedUpSlash48DoesNotEvictOtherCounts() {
        Authenticator authenticator = authenticator(2, 0);
        assertEquals(4, accepted(authenticator, i -> "203.0.113.7"));
        int arrived = 0;
        for (int i = 0; i < 10_000; i++) {
            arrived += isAdmitted(authenticator, "2001:db8:1:" + Integer.toHexString(i) + "::1") ? 1 : 0;
        }
        assertEquals(16, arrived);
        assertEquals(0, accepted(authenticator, i -> "203.0.113.7"));
    }

    private static boolean isAdmitted(Authenticator authenticator, String address) {
        try {
            authenticator.checkAddressRate(new Authenticator.RequestHead("POST", "/", inet(address), name -> null));
            return true;
        } catch (HttpError rejection) {
            return false;
        }
    }

    /** A validator with ten jobs asks that often, and one rejected request costs the round. */
    @Test
    void defaultsAcceptFiveHundredRequestsWithinOneSecond() {
        double[] rates = ConfiguredLimits.requestRates();
        Authenticator authenticator = authenticator(rates[0], rates[1]);
        for (int second = 0; second < 20; second++) {
            assertEquals(500, answered(200, authenticator, 500, i -> request(ALICE, ALICE, "203.0.113.7")));
            nanoTime.addAndGet(1_000_000_000L);
        }
    }

    /** A bad signature costs a verification and counts as twenty more requests. */
    @Test
    void badSignaturesAreChargedToTheirAddress() {
        Authenticator authenticator = authenticator(100, 0);
        IntFunction<Authenticator.RequestHead> forged = i -> request(ALICE, UNKNOWN, "203.0.113.7");
        assertEquals(10, answered(401, authenticator, 1000, forged), "of a burst of 200 requests");
        assertEquals(
                429,
                status(authenticator, request(ALICE, ALICE, "203.0.113.7")),
                "valid requests of the same address are limited, too");
        nanoTime.addAndGet(1_000_000_000L);
        assertEquals(5, answered(401, authenticator, 1000, forged), "of 100 requests a second, less a debt of ten");
        assertEquals(200, status(authenticator, request(ALICE, ALICE, "203.0.113.8")));
    }

    @Test
    void badSignaturesOfOneSlash48ShareItsAllowance() {
        Authenticator authenticator = authenticator(100, 0);
        assertEquals(
                39,
                answered(401, authenticator, 1000, i -> request(ALICE, UNKNOWN, "2001:db8:1:" + i + "::1")),
                "of a burst of 800 requests");
    }

    /** Only verified requests count, so a forger cannot use up the allowance of a hotkey. */
    @Test
    void hotkeyLimitIsIndependentOfTheAddress() {
        Authenticator authenticator = authenticator(0, 2);
        IntFunction<String> anywhere = i -> "203.0.113." + i;
        assertEquals(50, answered(401, authenticator, 50, i -> request(ALICE, UNKNOWN, "198.51.100." + i)));
        assertEquals(4, accepted(authenticator, anywhere));
        assertEquals(4, answered(200, authenticator, 50, i -> request(BOB, BOB, "203.0.113.7")));
        nanoTime.addAndGet(500_000_000L);
        assertEquals(1, accepted(authenticator, anywhere));
        assertEquals(429, status(authenticator, request(ALICE, ALICE, "203.0.113.7")));
    }
}
