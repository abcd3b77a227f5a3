package weir.axon.internal.access;

import java.util.List;
import weir.axon.internal.wire.Refusal;

/**
 * The {@link RateLimit} of every network that a peer is in, the narrowest first: who has used up what is its own takes
 * nothing more of what it shares. Thread-safe.
 */
record AddressLimit(RateLimit limit) {

    /** @throws Refusal 429 when one of the networks has used up its allowance */
    void take(List<Network> networks) throws Refusal {
        for (Network network : networks) {
            limit.take(network.name(), network.peers());
        }
    }

    /** Counts so many requests more. */
    void charge(List<Network> networks, int requests) {
        for (Network network : networks) {
            limit.charge(network.name(), network.peers(), requests);
        }
    }
}
