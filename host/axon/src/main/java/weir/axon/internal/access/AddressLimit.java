package weir.axon.internal.access;

import java.util.List;
import weir.axon.internal.wire.Refusal;

/**
 * The {@link RateLimit} of every network that a peer is in. None is taken from, nor remembered, unless all of them have
 * something left: who has used up what is its own takes nothing of what it shares, and who has used up a /48 makes nobody
 * forgotten by the 65,536 networks in it. Thread-safe.
 */
record AddressLimit(RateLimit limit) {

    /** @throws Refusal 429 when one of the networks has used up its allowance */
    void take(List<Network> networks) throws Refusal {
        for (Network network : networks) {
            limit.requireSome(network.name(), network.peers());
        }
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
