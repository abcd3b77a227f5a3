package weir.itest.identity;

import java.time.Instant;

/** The headers with which a validator signs the body of {@link weir.fixtures.QueryJson#body()}. */
final class DendriteHeaders {

    /** SHA3-256 of the empty text: the synapse declares no field to hash. */
    static final String BODY_HASH = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";

    static final String UUID = "uuid-1";

    private DendriteHeaders() {}

    /** Names and values in turn. */
    static String[] of(String hotkey, long nonce, String signature) {
        return new String[] {
            "bt_header_dendrite_hotkey",
            hotkey,
            "bt_header_dendrite_nonce",
            Long.toString(nonce),
            "bt_header_dendrite_uuid",
            UUID,
            "bt_header_dendrite_signature",
            signature,
            "computed_body_hash",
            BODY_HASH
        };
    }

    /** Nanoseconds since 1970. */
    static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
