package weir.itest.identity;

import weir.protocol.synapse.HeaderNames;
import weir.protocol.synapse.SigningPayload;

/** The headers with which a validator signs the body of {@link weir.fixtures.RebalanceBodies#valid()}. */
final class DendriteHeaders {

    static final String UUID = "uuid-1";

    private DendriteHeaders() {}

    /** Names and values in turn. */
    static String[] of(String hotkey, long nonce, byte[] signature) {
        return new String[] {
            HeaderNames.DENDRITE_HOTKEY,
            hotkey,
            HeaderNames.DENDRITE_NONCE,
            Long.toString(nonce),
            HeaderNames.DENDRITE_UUID,
            UUID,
            HeaderNames.DENDRITE_SIGNATURE,
            SigningPayload.formatSignature(signature),
            HeaderNames.BODY_HASH,
            SigningPayload.BODY_HASH
        };
    }
}
