package weir.axon.internal.auth;

import java.util.function.UnaryOperator;
import weir.axon.internal.HttpError;
import weir.protocol.synapse.HeaderNames;
import weir.protocol.synapse.SigningPayload;

/**
 * The headers of {@code btauth/1} (SDK 11). Unlike a dendrite's, the signature covers the body.
 *
 * @param hotkey the sender's ss58 address, as claimed
 * @param receiver the ss58 address of the axon that is meant; {@code null} if none is named
 * @param nonce the sender's clock, ns since the epoch
 * @param signature 64 bytes over {@link #payload}
 */
record BtAuthHeaders(String hotkey, String receiver, long nonce, byte[] signature) {

    /** @throws HttpError 401, {@code MalformedAuth}, for headers that do not have the protocol's form */
    static BtAuthHeaders read(UnaryOperator<String> headers) throws HttpError {
        if (!SigningPayload.BTAUTH_VERSION.equals(headers.apply(HeaderNames.BTAUTH_VERSION))) {
            throw malformed(HeaderNames.BTAUTH_VERSION + " must be " + SigningPayload.BTAUTH_VERSION);
        }
        String crypto = headers.apply(HeaderNames.BTAUTH_CRYPTO);
        if (crypto != null && !crypto.equals(SigningPayload.CRYPTO)) {
            throw malformed(HeaderNames.BTAUTH_CRYPTO + " must be " + SigningPayload.CRYPTO);
        }
        String hotkey = required(headers, HeaderNames.BTAUTH_HOTKEY);
        String nonce = required(headers, HeaderNames.BTAUTH_NONCE);
        byte[] signature = SigningPayload.parseSignature(required(headers, HeaderNames.BTAUTH_SIGNATURE))
                .orElseThrow(() -> malformed(HeaderNames.BTAUTH_SIGNATURE + " must be 0x and 128 hexadecimal digits"));
        return new BtAuthHeaders(
                hotkey,
                headers.apply(HeaderNames.BTAUTH_RECEIVER),
                ReplayGuard.parse(HeaderNames.BTAUTH_NONCE, nonce),
                signature);
    }

    /**
     * What has to be signed.
     *
     * @param method HTTP method
     * @param target path and query as they were sent, not decoded
     * @param body the whole body
     */
    byte[] payload(String method, String target, byte[] body) {
        return SigningPayload.btauth(method, target, body, nonce, hotkey, receiver);
    }

    private static String required(UnaryOperator<String> headers, String name) throws HttpError {
        String value = headers.apply(name);
        if (value == null || value.isEmpty()) {
            throw malformed(name + " is missing");
        }
        return value;
    }

    private static HttpError malformed(String what) {
        return HttpError.notVerified("MalformedAuth: " + what);
    }
}
