package weir.router;

/**
 * The validator that sent a query, as the axon authenticated it. Immutable. Audit events contain it; strategies do not see it.
 *
 * @param hotkey ss58 address of the validator
 * @param scheme how the request was signed
 */
public record Caller(String hotkey, Scheme scheme) {

    /** The two signature schemes of Bittensor. */
    public enum Scheme {
        /** The headers {@code bt_header_dendrite_*} of SDK 10 and before. */
        DENDRITE,
        /** The scheme {@code btauth/1} of SDK 11. */
        BTAUTH
    }
}
