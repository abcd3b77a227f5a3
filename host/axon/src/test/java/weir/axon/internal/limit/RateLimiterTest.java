package weir.axon.internal.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.axon.internal.HttpError;
import weir.axon.internal.auth.AccessControl;
import weir.axon.internal.auth.Authenticator;
import weir.axon.internal.auth.DendriteHeaders;
import weir.keys.KeyPair;

/** How many requests pass in no time, and how many more in a second, by a clock that stands still. */
class RateLimiterTest {

    private static final long NOW = 1_760_000_000_000_000_000L;
    private static final KeyPair ALICE = key(1);
    private static final KeyPair BOB = key(2);
    private static final KeyPair STRANGER = key(3);
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

    private static String address(KeyPair key) {
        return key.publicKey().ss58();
    }

    private Authenticator gate(double perAddress, double perHotkey) {
        AccessControl.Policy policy = new AccessControl.Policy(
                US,
                folder.resolve("none"),
                folder.resolve("nonces"),
                0,
                Set.of(address(ALICE), address(BOB)),
                Set.of(),
                perAddress,
                perHotkey);
        return new AccessControl(policy, () -> NOW, nanoTime::get).gate();
    }

    /** A fresh request in the name of a validator. */
    private Authenticator.Head request(KeyPair named, KeyPair signer, String from) {
        DendriteHeaders who = new DendriteHeaders(address(named), ++nonce, "uuid", new byte[64]);
        Map<String, String> headers = Map.of(
                "bt_header_dendrite_hotkey",
                who.hotkey(),
                "bt_header_dendrite_nonce",
                Long.toString(who.nonce()),
                "bt_header_dendrite_uuid",
                who.uuid(),
                "bt_header_dendrite_signature",
                "0x" + HexFormat.of().formatHex(signer.sign(who.message(US))),
                "computed_body_hash",
                DendriteHeaders.BODY_HASH);
        return new Authenticator.Head("POST", "/RebalanceQuery", from, headers::get);
    }

    /** How many of so many requests get this status; 200 stands for those let in. */
    private static int answered(int status, Authenticator gate, int tries, IntFunction<Authenticator.Head> request) {
        int answered = 0;
        for (int i = 1; i <= tries; i++) {
            answered += status(gate, request.apply(i)) == status ? 1 : 0;
        }
        return answered;
    }

    private static int status(Authenticator gate, Authenticator.Head request) {
        try {
            gate.arrive(request.address());
            gate.enter(request, Duration.ofSeconds(5));
            return 200;
        } catch (HttpError refusal) {
            return refusal.status();
        }
    }

    private int letIn(Authenticator gate, IntFunction<String> from) {
        return answered(200, gate, 100, i -> request(ALICE, ALICE, from.apply(i)));
    }

    @Test
    void anAddressHasTwoSecondsAtOnceAndThenItsRate() {
        Authenticator gate = gate(10, 0);
        assertEquals(20, letIn(gate, i -> "203.0.113.7"));
        nanoTime.addAndGet(500_000_000L);
        assertEquals(5, letIn(gate, i -> "203.0.113.7"));
        assertEquals(20, letIn(gate, i -> "203.0.113.8"));
    }

    /** Whoever has a whole /48 has 65,536 of what counts as one address. */
    @Test
    void aSixtyFourIsOneAddressAndAFortyEightFour() {
        Authenticator gate = gate(2, 0);
        assertEquals(4, letIn(gate, i -> "2001:db8:1:1::" + i), "all of one /64");
        assertEquals(12, letIn(gate, i -> "2001:db8:1:" + (i + 1) + "::1"), "with those four sixteen of one /48");
        assertEquals(4, letIn(gate, i -> "2001:db8:2:1::1"), "its neighbour is not concerned");
    }

    /** Or the 65,536 networks in it would push everybody else's counts out of our memory. */
    @Test
    void aFortyEightThatIsUsedUpMakesNobodyForgotten() {
        Authenticator gate = gate(2, 0);
        assertEquals(4, letIn(gate, i -> "203.0.113.7"));
        int arrived = 0;
        for (int i = 0; i < 10_000; i++) {
            arrived += arrives(gate, "2001:db8:1:" + Integer.toHexString(i) + "::1") ? 1 : 0;
        }
        assertEquals(16, arrived);
        assertEquals(0, letIn(gate, i -> "203.0.113.7"));
    }

    private static boolean arrives(Authenticator gate, String address) {
        try {
            gate.arrive(address);
            return true;
        } catch (HttpError refusal) {
            return false;
        }
    }

    /** One that is not signed as it says costs us a verification, and its address twenty requests more. */
    @Test
    void forgersUseUpTheirAddress() {
        Authenticator gate = gate(100, 0);
        IntFunction<Authenticator.Head> forged = i -> request(ALICE, STRANGER, "203.0.113.7");
        assertEquals(10, answered(401, gate, 1000, forged), "of a burst of 200 requests");
        assertEquals(429, status(gate, request(ALICE, ALICE, "203.0.113.7")), "who shares the address, shares it");
        nanoTime.addAndGet(1_000_000_000L);
        assertEquals(5, answered(401, gate, 1000, forged), "of 100 requests a second, less ten that were owed");
        assertEquals(200, status(gate, request(ALICE, ALICE, "203.0.113.8")));
    }

    @Test
    void forgersOfOneFortyEightShareWhatIsCharged() {
        Authenticator gate = gate(100, 0);
        assertEquals(
                39,
                answered(401, gate, 1000, i -> request(ALICE, STRANGER, "2001:db8:1:" + i + "::1")),
                "of a burst of 800 requests");
    }

    /** Counted by what was verified: addresses do not matter, and nobody uses up another's allowance. */
    @Test
    void aHotkeyHasItsRateFromWhereverItAsks() {
        Authenticator gate = gate(0, 2);
        IntFunction<String> anywhere = i -> "203.0.113." + i;
        assertEquals(50, answered(401, gate, 50, i -> request(ALICE, STRANGER, "198.51.100." + i)));
        assertEquals(4, letIn(gate, anywhere));
        assertEquals(4, answered(200, gate, 50, i -> request(BOB, BOB, "203.0.113.7")));
        nanoTime.addAndGet(500_000_000L);
        assertEquals(1, letIn(gate, anywhere));
        assertEquals(429, status(gate, request(ALICE, ALICE, "203.0.113.7")));
    }
}
