package weir.axon.internal.auth;

import java.util.function.UnaryOperator;
import weir.axon.internal.HttpError;
import weir.protocol.synapse.HeaderNames;
import weir.protocol.synapse.SigningPayload;

/**
 * The headers of {@code btauth/1}, the authentication of Bittensor SDK 11. The signature covers the body.
 *
 * @param hotkey the ss58 address that the sender claims to have
 * @param receiver the ss58 address of the axon (server) that the request is for; {@code null} if the header is missing
 * @param nonce the sender's clock, ns since the epoch
 * @param signature 64 bytes over {@link #signedPayload}
 */
record BtAuthHeaders(String hotkey, String receiver, long nonce, byte[] signature) {

    /** @throws HttpError 401, {@code MalformedAuth}, if a header is missing or malformed */
    static BtAuthHeaders parse(UnaryOperator<String> headers) throws HttpError {
        if (!SigningPayload.BTAUTH_VERSION.equals(headers.apply(HeaderNames.BTAUTH_VERSION))) {
            throw malformed(HeaderNames.BTAUTH_VERSION + " must be " + SigningPayload.BTAUTH_VERSION);
        }
        String crypto = headers.apply(HeaderNames.BTAUTH_CRYPTO);
        if (crypto != null && !crypto.equals(SigningPayload.SIGNATURE_SCHEME)) {
            throw malformed(HeaderNames.BTAUTH_CRYPTO + " must be " + SigningPayload.SIGNATURE_SCHEME);
        }
        String hotkey = required(headers, HeaderNames.BTAUTH_HOTKEY);
        String nonce = required(headers, HeaderNames.BTAUTH_NONCE);
        byte[] signature = SigningPayload.parseSignature(required(headers, HeaderNames.BTAUTH_SIGNATURE))
                .orElseThrow(() -> malformed(HeaderNames.BTAUTH_SIGNATURE + " must have 128 hexadecimal digits"));
        return new BtAuthHeaders(
                hotkey,
                headers.apply(HeaderNames.BTAUTH_RECEIVER),
                ReplayGuard.parseNonce(HeaderNames.BTAUTH_NONCE, nonce),
                signature);
    }

    /**
     * Returns the bytes that the sender had to sign.
     *
     * @param method HTTP method
     * @param target path and query string as sent, not decoded
     * @param body the whole body
     */
    byte[] signedPayload(String method, String target, byte[] body) {
        return SigningPayload.btauth(method, target, body, nonce, hotkey, receiver);
    }

    private static String required(UnaryOperator<String> headers, String name) throws HttpError {
        return DendriteHeaders.required(headers, name, "MalformedAuth: " + name + " is missing");
    }

    private static HttpError malformed(String problem) {
        return HttpError.notVerified("MalformedAuth: " + problem);
    }
}
