package weir.axon.internal.auth;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.apache.felix.hc.api.FormattingResultLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import weir.axon.internal.HttpError;

/** Recorded signed requests, and an authenticator for them. */
abstract class AuthenticatorFixture {

    static final Duration TIMEOUT = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    final AtomicLong now = new AtomicLong(SignedCases.now());
    SignedCases.Step valid;

    @BeforeEach
    void readValid() {
        valid = SignedCases.dendrite().get(0).steps().get(0);
    }

    AccessControl access() {
        return new AccessControl(
                SignedCases.policy(folder), SignedCases.metagraph(), now::get, System::nanoTime, event -> {});
    }

    static void authenticate(AccessControl access, SignedCases.Step step) throws HttpError {
        access.authenticator().checkAddressRate(step.head());
        access.authenticator()
                .authenticate(step.head(), TIMEOUT)
                .bodyCheck()
                .verify(step.body().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the lines that the health check reports, without those that are in order. */
    static String problems(AccessControl access) {
        FormattingResultLog log = new FormattingResultLog();
        access.report(log);
        StringBuilder lines = new StringBuilder();
        log.forEach(entry -> lines.append(entry.getMessage()).append('\n'));
        return lines.toString();
    }

    static SignedCases.Step withoutPrefix(SignedCases.Step step) {
        return withSignature(step, signature -> signature.substring(2));
    }

    static SignedCases.Step forged(SignedCases.Step step) {
        return withSignature(step, ignored -> "0x" + "1".repeat(128));
    }

    static SignedCases.Step withSignature(SignedCases.Step step, UnaryOperator<String> change) {
        Map<String, String> headers = new HashMap<>(step.headers());
        headers.replaceAll(
                (name, value) -> name.toLowerCase(Locale.ROOT).endsWith("signature") ? change.apply(value) : value);
        return new SignedCases.Step(step.method(), step.path(), headers, step.body());
    }

    /** Without the version header a request counts as that of a dendrite without headers. */
    static boolean namesFault(String outcome, String expected, JsonObject one) {
        return outcome.contains(expected) || one.get("id").getAsString().equals("no_version");
    }

    static void headerOf(JsonObject one, Set<String> known) {
        SignedCases.Step step = SignedCases.step(one.getAsJsonObject("request"), "target");
        known.add(step.headers().get("X-Bittensor-Hotkey"));
    }

    static String outcome(AccessControl access, SignedCases.Step step) {
        try {
            authenticate(access, step);
            return "accept";
        } catch (HttpError rejection) {
            return rejection.status() + " " + rejection.getMessage();
        }
    }
}
