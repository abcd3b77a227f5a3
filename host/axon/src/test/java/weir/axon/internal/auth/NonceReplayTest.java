package weir.axon.internal.auth;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weir.axon.internal.HttpError;

/** Each nonce is accepted once, also after a crash and without a readable nonce file. */
class NonceReplayTest extends AuthenticatorFixture {

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
}
