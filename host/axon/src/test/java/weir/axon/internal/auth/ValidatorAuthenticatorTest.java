package weir.axon.internal.auth;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.apache.felix.hc.api.FormattingResultLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.axon.internal.HttpError;
import weir.router.audit.RejectionEvent;

/** Authentication of recorded requests, with a clock that the test controls. */
class ValidatorAuthenticatorTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private final AtomicLong now = new AtomicLong(SignedCases.now());
    private SignedCases.Step valid;

    @BeforeEach
    void readValid() {
        valid = SignedCases.dendrite().get(0).steps().get(0);
    }

    private AccessControl access() {
        return new AccessControl(
                SignedCases.policy(folder), SignedCases.metagraph(), now::get, System::nanoTime, event -> {});
    }

    private static void authenticate(AccessControl access, SignedCases.Step step) throws HttpError {
        access.authenticator().checkAddressRate(step.head());
        access.authenticator()
                .authenticate(step.head(), TIMEOUT)
                .bodyCheck()
                .verify(step.body().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void replayIsRejectedAfterAKill() throws Exception {
        authenticate(access(), valid);
        // A new instance knows only what a killed process left on disk.
        AccessControl restarted = access();
        HttpError replay = assertThrows(HttpError.class, () -> authenticate(restarted, valid));
        assertEquals(401, replay.status());
        assertTrue(replay.getMessage().contains("ReplayedRequest"), replay::getMessage);
    }

    @Test
    void unreadableNoncesRejectRequestsOfTheFirstMinute() throws Exception {
        Files.writeString(folder.resolve("nonces"), "half a li");
        AccessControl access = access();
        assertEquals(
                401,
                assertThrows(HttpError.class, () -> authenticate(access, valid)).status());
        assertTrue(
                problems(access).contains("used nonces in " + folder.resolve("nonces") + " cannot be read"),
                () -> problems(access));
        now.addAndGet(-65_000_000_000L);
        AccessControl behind = access();
        now.addAndGet(65_000_000_000L);
        authenticate(behind, valid);
        assertFalse(problems(behind).contains("used nonces"), "the file was written again");
    }

    @Test
    void unwritableNoncesDoNotStopTheService() throws Exception {
        // A directory with content blocks the temporary file of the write.
        Files.createDirectories(folder.resolve("nonces.part/x"));
        AccessControl access = access();
        authenticate(access, valid);
        assertTrue(problems(access).contains("used nonces cannot be written"));
        assertEquals(
                401,
                assertThrows(HttpError.class, () -> authenticate(access, valid)).status());
    }

    @Test
    void onlyVerifiedNoncesAreStored() throws Exception {
        AccessControl access = access();
        assertEquals(
                401,
                assertThrows(HttpError.class, () -> authenticate(access, forged(valid)))
                        .status());
        assertFalse(Files.exists(folder.resolve("nonces")));
        assertDoesNotThrow(() -> authenticate(access, valid));
    }

    @Test
    void clockSkewIsReportedToClientAndOperator() throws Exception {
        AccessControl access = access();
        now.addAndGet(-67_200_000_000L);
        HttpError ahead = assertThrows(HttpError.class, () -> authenticate(access, valid));
        assertTrue(ahead.getMessage().endsWith("your clock is 67.0 s ahead"), ahead::getMessage);
        now.addAndGet(87_200_000_000L);
        HttpError behind = assertThrows(HttpError.class, () -> authenticate(access, valid));
        assertTrue(
                behind.getMessage()
                        .endsWith("acceptable delta is 9.00 seconds but request was 20.20 seconds old; your clock is"
                                + " 20.2 s behind, or the request was that long under way"),
                behind::getMessage);
        String reported = problems(access);
        assertTrue(
                reported.contains(
                        "2 requests (signature not verified) in the name of " + SignedCases.hotkey("validator")),
                reported);
        assertTrue(reported.contains("20.2 s behind"), reported);
    }

    /** The hotkeys of the metagraph are public, and a forged request costs its sender nothing. */
    @Test
    void forgedRequestsDoNotHideTheClockOfAValidator() throws Exception {
        List<RejectionEvent> events = new ArrayList<>();
        AccessControl access = new AccessControl(
                SignedCases.policy(folder), SignedCases.metagraph(), now::get, System::nanoTime, events::add);
        for (int i = 0; i < 500; i++) {
            assertThrows(HttpError.class, () -> authenticate(access, forged(valid)));
        }
        authenticate(access, valid);
        now.addAndGet(-67_200_000_000L);
        Authenticator.RequestHead here = valid.head();
        Authenticator.RequestHead elsewhere = new Authenticator.RequestHead(
                here.method(), here.target(), InetAddress.getByName("203.0.113.7"), here.headers());
        assertThrows(HttpError.class, () -> access.authenticator().authenticate(elsewhere, TIMEOUT));
        assertEquals(
                List.of("127.0.0.1", "203.0.113.7"),
                events.stream().map(RejectionEvent::address).toList());
        assertTrue(events.get(1).reason().endsWith("your clock is 67.0 s ahead"), events::toString);
        access.close();
        assertEquals(501, events.stream().mapToLong(RejectionEvent::count).sum());
        assertTrue(problems(access)
                .contains("203.0.113.7, rejected with 401: Not Verified with error: Nonce is from the future"));
    }

    /** A newcomer asks first why no validator gets an answer. */
    @Test
    void rejectedRequestsAreReportedWithTheirReason() throws Exception {
        List<RejectionEvent> events = new ArrayList<>();
        AccessControl access =
                new AccessControl(SignedCases.policy(folder), Optional::empty, now::get, System::nanoTime, events::add);
        for (int i = 0; i < 3; i++) {
            assertThrows(HttpError.class, () -> authenticate(access, valid));
        }
        RejectionEvent event = events.get(0);
        assertEquals(List.of(event), events, "once a minute");
        assertEquals(SignedCases.hotkey("validator"), event.hotkey());
        assertEquals(403, event.status());
        assertEquals("Forbidden. Key is blacklisted: Unrecognized hotkey.", event.reason());
        assertEquals("127.0.0.1", event.address());
        String reported = problems(access);
        assertTrue(reported.contains("3 requests (signature not verified) in the name of " + event.hotkey()), reported);
    }

    /** Returns the lines that the health check reports, without those that are in order. */
    private static String problems(AccessControl access) {
        FormattingResultLog log = new FormattingResultLog();
        access.report(log);
        StringBuilder lines = new StringBuilder();
        log.forEach(entry -> lines.append(entry.getMessage()).append('\n'));
        return lines.toString();
    }

    @Test
    void errorsDoNotRepeatTheSignature() throws Exception {
        AccessControl access = access();
        SignedCases.Step other = SignedCases.dendrite().stream()
                .filter(one -> one.id().equals("signed_for_other_miner"))
                .findFirst()
                .orElseThrow()
                .steps()
                .get(0);
        HttpError refusal = assertThrows(HttpError.class, () -> authenticate(access, other));
        String signature = other.headers().get("bt_header_dendrite_signature");
        assertFalse(refusal.getMessage().contains(signature.substring(2, 20)));
    }

    @Test
    void allowAndDenyListsOverrideTheMetagraph() throws Exception {
        AccessControl.Policy policy = SignedCases.policy(folder);
        String validator = SignedCases.hotkey("validator");
        AccessControl denying = new AccessControl(
                new AccessControl.Policy(policy.hotkey(), policy.nonceFile(), 0, Set.of(), Set.of(validator), 0, 0),
                SignedCases.metagraph(),
                now::get,
                System::nanoTime,
                event -> {});
        HttpError denied = assertThrows(HttpError.class, () -> authenticate(denying, valid));
        assertEquals("Forbidden. Key is blacklisted: Denied hotkey.", denied.getMessage());

        AccessControl allowing = new AccessControl(
                SignedCases.policy(policy.hotkey(), folder, 1e9, Set.of(validator)),
                new FixedMetagraph(),
                now::get,
                System::nanoTime,
                event -> {});
        assertDoesNotThrow(() -> authenticate(allowing, valid));
    }

    @Test
    void malformedHotkeysOfTheListsAreRejected() throws Exception {
        AccessControl.Policy policy = SignedCases.policy(folder);
        String mistyped = SignedCases.hotkey("validator").substring(1);
        for (boolean allowed : new boolean[] {true, false}) {
            AccessControl.Policy wrong = new AccessControl.Policy(
                    policy.hotkey(),
                    policy.nonceFile(),
                    0,
                    allowed ? Set.of(mistyped) : Set.of(),
                    allowed ? Set.of() : Set.of(mistyped),
                    0,
                    0);
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> new AccessControl(wrong, SignedCases.metagraph(), now::get, System::nanoTime, event -> {}));
            String named = (allowed ? "allow: \"" : "deny: \"") + mistyped.substring(0, 8);
            assertTrue(refused.getMessage().startsWith(named), refused::getMessage);
        }
    }

    @Test
    void replaysAreRejectedWithoutVerifyingTheSignature() throws Exception {
        AccessControl access = access();
        authenticate(access, valid);
        assertEquals(
                "401 Not Verified with error: ReplayedRequest: this nonce was used before, or perhaps before the last start of this axon",
                outcome(access, forged(valid)));

        Path own = Files.createDirectory(folder.resolve("btauth"));
        JsonObject recorded = SignedCases.btauth();
        now.set(recorded.get("nowNs").getAsLong());
        JsonObject first = recorded.getAsJsonArray("cases").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(one -> one.get("expect").getAsString().equals("accept"))
                .findFirst()
                .orElseThrow();
        SignedCases.Step step = SignedCases.step(first.getAsJsonObject("request"), "target");
        Set<String> known = Set.of(step.headers().get("X-Bittensor-Hotkey"));
        AccessControl btauth = new AccessControl(
                SignedCases.policy(recorded.get("selfHotkey").getAsString(), own, 0, known),
                new FixedMetagraph(),
                now::get,
                System::nanoTime,
                event -> {});
        authenticate(btauth, step);
        assertTrue(outcome(btauth, forged(step)).contains("ReplayedRequest"));
    }

    /** As Bittensor's SDK does. */
    @Test
    void signatureWithoutPrefixIsAccepted() throws Exception {
        AccessControl access = access();
        authenticate(access, withoutPrefix(valid));
        SignedCases.Step btauth =
                SignedCases.btauthSigned(1, "/RebalanceQuery", "{}").get(0);
        authenticate(access, withoutPrefix(btauth));
        for (String malformed :
                List.of("", "0x", "0x12", "12".repeat(63), "0x" + "12".repeat(63), "0x" + "zz".repeat(64))) {
            assertTrue(
                    outcome(access, withSignature(btauth, ignored -> malformed)).startsWith("401"), malformed);
        }
    }

    private static SignedCases.Step withoutPrefix(SignedCases.Step step) {
        return withSignature(step, signature -> signature.substring(2));
    }

    private static SignedCases.Step forged(SignedCases.Step step) {
        return withSignature(step, ignored -> "0x" + "1".repeat(128));
    }

    private static SignedCases.Step withSignature(SignedCases.Step step, UnaryOperator<String> change) {
        Map<String, String> headers = new HashMap<>(step.headers());
        headers.replaceAll(
                (name, value) -> name.toLowerCase(Locale.ROOT).endsWith("signature") ? change.apply(value) : value);
        return new SignedCases.Step(step.method(), step.path(), headers, step.body());
    }

    /** Cases named {@code accept} are accepted once; all others, also ed25519 and optional ones, are rejected. */
    @Test
    void recordedBtAuthRequestsGetTheRecordedOutcome() throws Exception {
        JsonObject recorded = SignedCases.btauth();
        Set<String> known = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        for (JsonElement element : recorded.getAsJsonArray("cases")) {
            headerOf(element.getAsJsonObject(), known);
        }
        now.set(recorded.get("nowNs").getAsLong());
        int cases = 0;
        for (JsonElement element : recorded.getAsJsonArray("cases")) {
            JsonObject one = element.getAsJsonObject();
            Path own = Files.createDirectory(folder.resolve(one.get("id").getAsString()));
            AccessControl access = new AccessControl(
                    SignedCases.policy(recorded.get("selfHotkey").getAsString(), own, 0, known),
                    new FixedMetagraph(),
                    now::get,
                    System::nanoTime,
                    event -> {});
            SignedCases.Step step = SignedCases.step(one.getAsJsonObject("request"), "target");
            String expected = one.get("expect").getAsString();
            String outcome = outcome(access, step);
            boolean right = expected.equals("accept")
                    ? outcome.equals("accept") && outcome(access, step).contains("ReplayedRequest")
                    : outcome.startsWith("401")
                            && (!expected.matches("[A-Z]\\w+") || namesFault(outcome, expected, one));
            if (!right) {
                wrong.add(one.get("id").getAsString() + " expected " + expected + " but was " + outcome);
            }
            cases++;
        }
        assertEquals(List.of(), wrong);
        assertEquals(25, cases);
    }

    /** Without the version header a request counts as that of a dendrite without headers. */
    private static boolean namesFault(String outcome, String expected, JsonObject one) {
        return outcome.contains(expected) || one.get("id").getAsString().equals("no_version");
    }

    private static void headerOf(JsonObject one, Set<String> known) {
        SignedCases.Step step = SignedCases.step(one.getAsJsonObject("request"), "target");
        known.add(step.headers().get("X-Bittensor-Hotkey"));
    }

    private static String outcome(AccessControl access, SignedCases.Step step) {
        try {
            authenticate(access, step);
            return "accept";
        } catch (HttpError refusal) {
            return refusal.status() + " " + refusal.getMessage();
        }
    }
}
