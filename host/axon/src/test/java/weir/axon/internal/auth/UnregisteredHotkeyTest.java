package weir.axon.internal.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.felix.hc.api.FormattingResultLog;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weir.axon.internal.HttpError;
import weir.router.audit.RejectionEvent;

/** A validator that registered after the metagraph was read: only its valid signature causes another read. */
class UnregisteredHotkeyTest {

    @TempDir
    Path folder;

    private final FixedMetagraph metagraph = new FixedMetagraph();
    private final List<RejectionEvent> events = new ArrayList<>();
    private long now = SignedCases.now();

    private AccessControl access(Set<String> deny) {
        AccessControl.Policy policy = new AccessControl.Policy(
                SignedCases.hotkey("miner"), folder.resolve("nonces"), 0, Set.of(), deny, 0, 0);
        return new AccessControl(policy, metagraph, () -> now, System::nanoTime, events::add);
    }

    /** One valid request of each protocol. */
    static Stream<SignedCases.Step> signed() {
        return Stream.of(
                SignedCases.dendrite().get(0).steps().get(0),
                SignedCases.btauthSigned(1, "/RebalanceQuery", "{}").get(0));
    }

    private static void assertRejected(AccessControl access, SignedCases.Step step) {
        HttpError rejection = assertThrows(HttpError.class, () -> access.authenticator()
                .authenticate(step.head(), Duration.ofSeconds(5))
                .bodyCheck()
                .verify(step.body().getBytes(StandardCharsets.UTF_8)));
        assertEquals("Forbidden. Key is blacklisted: Unrecognized hotkey.", rejection.getMessage());
        assertEquals(403, rejection.status());
    }

    private static SignedCases.Step forged(SignedCases.Step step) {
        Map<String, String> headers = new HashMap<>(step.headers());
        headers.replaceAll((name, value) -> name.toLowerCase().endsWith("signature") ? "0x" + "1".repeat(128) : value);
        return new SignedCases.Step(step.method(), step.path(), headers, step.body());
    }

    @ParameterizedTest
    @MethodSource("signed")
    void validSignatureRequestsOneReadAndIsReportedAsVerified(SignedCases.Step step) {
        AccessControl access = access(Set.of());
        assertRejected(access, step);
        assertEquals(1, metagraph.refreshes());
        assertEquals(1, events.size());
        FormattingResultLog log = new FormattingResultLog();
        access.report(log);
        assertTrue(log.toString().contains("signed by " + SignedCases.hotkey("validator")), log::toString);
        assertRejected(access, step);
        assertEquals(1, metagraph.refreshes(), "not again within the minute");
    }

    @ParameterizedTest
    @MethodSource("signed")
    void wrongOrStaleSignatureRequestsNoRead(SignedCases.Step step) {
        AccessControl access = access(Set.of());
        assertRejected(access, forged(step));
        now += Duration.ofMinutes(5).toNanos();
        assertRejected(access, step);
        assertEquals(0, metagraph.refreshes());
    }

    @ParameterizedTest
    @MethodSource("signed")
    void registeredAndDeniedHotkeysRequestNoRead(SignedCases.Step step) {
        String validator = SignedCases.hotkey("validator");
        assertThrows(
                HttpError.class,
                () -> access(Set.of(validator)).authenticator().authenticate(step.head(), Duration.ofSeconds(5)));
        metagraph.with(validator, false, 5000);
        assertThrows(
                HttpError.class,
                () -> access(Set.of()).authenticator().authenticate(step.head(), Duration.ofSeconds(5)));
        assertEquals(0, metagraph.refreshes());
    }
}
