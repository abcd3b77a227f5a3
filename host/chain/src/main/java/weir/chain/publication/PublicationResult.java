package weir.chain.publication;

import weir.chain.client.PoolRejection;

/**
 * How a publication of an address ended.
 *
 * @param message what happened and what to do, for the operator
 */
public record PublicationResult(Outcome outcome, String message) {

    private static final int NOT_REGISTERED = 10;
    private static final int RATE_LIMIT = 12;

    /** Returns the result of a submission that a node has rejected. */
    static PublicationResult rejected(PoolRejection rejection) {
        if (rejection.isByPolicy()) {
            return new PublicationResult(
                    Outcome.UNREACHABLE,
                    "the node refuses this client for now, and has not taken the extrinsic: " + rejection.message()
                            + ". Run the command again later");
        }
        return switch (rejection.customError().orElse(0)) {
            case NOT_REGISTERED ->
                new PublicationResult(Outcome.NOT_REGISTERED, "the hotkey is not registered: " + rejection.message());
            case RATE_LIMIT ->
                new PublicationResult(
                        Outcome.RATE_LIMITED, "the last publication is too recent: " + rejection.message());
            default ->
                new PublicationResult(Outcome.REFUSED, "the chain refuses the extrinsic: " + rejection.message());
        };
    }

    /** The kinds of ends. */
    public enum Outcome {
        /** The chain has the address, at a finalised block. */
        PUBLISHED,
        /** The chain had the address already; nothing was submitted. */
        EQUAL,
        /** The extrinsic was described, and not signed. */
        NOT_SIGNED,
        /** The hotkey is not registered in the subnet. */
        NOT_REGISTERED,
        /** The last publication is too recent. */
        RATE_LIMITED,
        /** The chain has refused the extrinsic, or it can never be in a block any more. The address is not published. */
        REFUSED,
        /** No node could be reached; nothing was submitted. */
        UNREACHABLE,
        /** The extrinsic was submitted, and no node could tell what became of it. */
        FATE_UNKNOWN,
        /** The runtime has a call or an extension that Weir does not know, or sends data that it cannot read; nothing was submitted. */
        UNSUPPORTED_RUNTIME,
        /** The private key cannot be used; nothing was submitted. */
        NO_KEY
    }
}
