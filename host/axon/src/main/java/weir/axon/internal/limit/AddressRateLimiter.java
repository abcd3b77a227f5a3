package weir.axon.internal.limit;

import java.util.List;
import weir.axon.internal.HttpError;

/**
 * Applies a {@link RateLimiter} to every network of a client address. A request is counted only if all of the networks have an
 * allowance left: a rejected request uses up no shared allowance, and a /48 that is used up adds no keys to the limiter, so
 * it cannot evict the counts of others. Thread-safe.
 */
public record AddressRateLimiter(RateLimiter limiter) {

    /** @throws HttpError 429 if one of the networks has used up its allowance */
    public void acquire(List<ClientNetwork> networks) throws HttpError {
        for (ClientNetwork network : networks) {
            limiter.check(network.name(), network.share());
        }
        for (ClientNetwork network : networks) {
            limiter.acquire(network.name(), network.share());
        }
    }

    /** Counts further requests, without rejecting anything. */
    public void charge(List<ClientNetwork> networks, int requests) {
        for (ClientNetwork network : networks) {
            limiter.charge(network.name(), network.share(), requests);
        }
    }
}
