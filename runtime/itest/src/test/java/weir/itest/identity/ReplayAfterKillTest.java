package weir.itest.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.RebalanceBodies;
import weir.fixtures.host.ChildHost;
import weir.keys.KeyPair;
import weir.protocol.synapse.Dendrite;
import weir.protocol.synapse.SigningPayload;

/** A signed request is accepted once, even if the host is killed in between. */
class ReplayAfterKillTest {

    @TempDir
    Path home;

    @Test
    void requestAcceptedBeforeAKillIsRejectedAfterTheRestart() throws Exception {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 7);
        try (KeyPair validator = KeyPair.ofMiniSecret(seed)) {
            Metagraph.write(home, validator.publicKey().ss58(), 1_000_000);
            String[] recorded;
            try (ChildHost host = ChildHost.start(home, "--hotkey", TestWallet.ADDRESS)) {
                recorded = sign(validator, Duration.ZERO);
                assertEquals(200, ask(host, recorded).statusCode());
                host.kill();
            }
            try (ChildHost host = ChildHost.start(home, "--hotkey", TestWallet.ADDRESS)) {
                HttpResponse<String> replay = ask(host, recorded);
                assertEquals(401, replay.statusCode(), replay.body());
                assertTrue(replay.body().contains("ReplayedRequest"), replay.body());
                // The stored mark lies up to one second after the last nonce.
                assertEquals(
                        200, ask(host, sign(validator, Duration.ofSeconds(2))).statusCode());
            }
        }
    }

    private static String[] sign(KeyPair validator, Duration ahead) {
        long nonce = Dendrite.epochNanos() + ahead.toNanos();
        String hotkey = validator.publicKey().ss58();
        byte[] payload = SigningPayload.dendrite(nonce, hotkey, TestWallet.ADDRESS, DendriteHeaders.UUID);
        return DendriteHeaders.of(hotkey, nonce, validator.sign(payload));
    }

    private static HttpResponse<String> ask(ChildHost host, String[] headers) throws Exception {
        return host.ask(host.axonUri("127.0.0.1"), RebalanceBodies.valid(), headers);
    }
}
