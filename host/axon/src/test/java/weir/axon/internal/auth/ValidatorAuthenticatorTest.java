package weir.axon.internal.auth;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weir.axon.internal.HttpError;
import weir.router.audit.RejectionEvent;

/** Which signed requests are accepted, and how rejections are reported. */
class ValidatorAuthenticatorTest extends AuthenticatorFixture {

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

    @Test
    void errorsDoNotRepeatTheSignature() throws Exception {
        AccessControl access = access();
        SignedCases.Step other = SignedCases.dendrite().stream()
                .filter(one -> one.id().equals("signed_for_other_miner"))
                .findFirst()
                .orElseThrow()
                .steps()
                .get(0);
        HttpError rejection = assertThrows(HttpError.class, () -> authenticate(access, other));
        String signature = other.headers().get("bt_header_dendrite_signature");
        assertFalse(rejection.getMessage().contains(signature.substring(2, 20)));
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
            IllegalArgumentException rejection = assertThrows(
                    IllegalArgumentException.class,
                    () -> new AccessControl(wrong, SignedCases.metagraph(), now::get, System::nanoTime, event -> {}));
            String named = (allowed ? "allow: \"" : "deny: \"") + mistyped.substring(0, 8);
            assertTrue(rejection.getMessage().startsWith(named), rejection::getMessage);
        }
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
}
