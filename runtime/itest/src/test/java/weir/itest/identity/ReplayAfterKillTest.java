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
import weir.protocol.synapse.HeaderNames;
import weir.protocol.synapse.SigningPayload;

/** A signed request is accepted once, even if the host is killed in between. */
class ReplayAfterKillTest {

    /** A host accepts a nonce up to a minute before its time, so that a slow restart does not make the request too old. */
    private static final Duration AHEAD = Duration.ofSeconds(55);

    /** A host accepts a nonce for the timeout of the request, at most 30 s, and 4 s more. */
    private static final String LONGEST_TIMEOUT = "30";

    @TempDir
    Path home;

    @Test
    void requestAcceptedBeforeAKillIsRejectedAfterTheRestart() throws Exception {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 7);
        try (KeyPair validator = KeyPair.ofMiniSecret(seed)) {
            Metagraph.write(home, validator.publicKey().ss58(), 1_000_000);
            String[] recorded;
            long nonce;
            try (ChildHost host = ChildHost.start(home, "--hotkey", TestWallet.ADDRESS)) {
                nonce = Dendrite.epochNanos() + AHEAD.toNanos();
                recorded = sign(validator, nonce);
                assertEquals(200, ask(host, recorded).statusCode());
                host.kill();
            }
            try (ChildHost host = ChildHost.start(home, "--hotkey", TestWallet.ADDRESS)) {
                HttpResponse<String> replay = ask(host, recorded);
                assertEquals(401, replay.statusCode(), replay.body());
                assertTrue(replay.body().contains("ReplayedRequest"), replay.body());
                // The host has stored the second of the nonce.
                long another = nonce + Duration.ofSeconds(2).toNanos();
                assertEquals(200, ask(host, sign(validator, another)).statusCode());
            }
        }
    }

    private static String[] sign(KeyPair validator, long nonce) {
        String hotkey = validator.publicKey().ss58();
        byte[] payload = SigningPayload.dendrite(nonce, hotkey, TestWallet.ADDRESS, DendriteHeaders.UUID);
        String[] headers = DendriteHeaders.of(hotkey, nonce, validator.sign(payload));
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = HeaderNames.TIMEOUT;
        all[headers.length + 1] = LONGEST_TIMEOUT;
        return all;
    }

    private static HttpResponse<String> ask(ChildHost host, String[] headers) throws Exception {
        return host.ask(host.axonUri("127.0.0.1"), RebalanceBodies.valid(), headers);
    }
}
