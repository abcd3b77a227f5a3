package weir.itest.chain;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import weir.fixtures.RebalanceBodies;
import weir.fixtures.host.ChildHost;
import weir.keys.KeyPair;
import weir.protocol.synapse.Dendrite;
import weir.protocol.synapse.HeaderNames;
import weir.protocol.synapse.SigningPayload;

/** A validator with a key of its own, which sends signed requests of both protocols to a host. */
final class SignedClient implements AutoCloseable {

    private static final String UUID = "uuid-1";

    private final KeyPair key;
    private final String axonHotkey;

    /**
     * @param fill the byte that the secret consists of
     * @param axonHotkey ss58 address of the host's hotkey
     */
    SignedClient(int fill, String axonHotkey) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) fill);
        this.key = KeyPair.ofMiniSecret(secret);
        this.axonHotkey = axonHotkey;
    }

    String hotkey() {
        return key.publicKey().ss58();
    }

    /** Status and body of the answer to a query that is signed as SDK 10 does. */
    String ask(ChildHost host) {
        return dendrite(host, "/RebalanceQuery", RebalanceBodies.valid());
    }

    /** Sends a request that is signed as SDK 10 does. Returns status and body of the answer. */
    String dendrite(ChildHost host, String path, String body) {
        long nonce = Dendrite.epochNanos();
        byte[] payload = SigningPayload.dendrite(nonce, hotkey(), axonHotkey, UUID);
        return send(
                host,
                path,
                body,
                HeaderNames.DENDRITE_HOTKEY,
                hotkey(),
                HeaderNames.DENDRITE_NONCE,
                Long.toString(nonce),
                HeaderNames.DENDRITE_UUID,
                UUID,
                HeaderNames.DENDRITE_SIGNATURE,
                SigningPayload.formatSignature(key.sign(payload)),
                HeaderNames.BODY_HASH,
                SigningPayload.BODY_HASH);
    }

    /** Sends a request that is signed as SDK 11 does ({@code btauth/1}). Returns status and body of the answer. */
    String btauth(ChildHost host, String path, String body) {
        long nonce = Dendrite.epochNanos();
        byte[] payload =
                SigningPayload.btauth("POST", path, body.getBytes(StandardCharsets.UTF_8), nonce, hotkey(), axonHotkey);
        return send(
                host,
                path,
                body,
                HeaderNames.BTAUTH_VERSION,
                "1",
                HeaderNames.BTAUTH_HOTKEY,
                hotkey(),
                HeaderNames.BTAUTH_RECEIVER,
                axonHotkey,
                HeaderNames.BTAUTH_NONCE,
                Long.toString(nonce),
                HeaderNames.BTAUTH_SIGNATURE,
                SigningPayload.formatSignature(key.sign(payload)));
    }

    private static String send(ChildHost host, String path, String body, String... headers) {
        try {
            URI uri = host.axonUri("127.0.0.1").resolve(path);
            HttpResponse<String> answer = host.ask(uri, body, headers);
            return answer.statusCode() + " " + answer.body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        key.close();
    }
}
