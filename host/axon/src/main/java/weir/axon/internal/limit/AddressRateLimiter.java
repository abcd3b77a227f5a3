package weir.axon.internal.limit;

import java.util.List;
import weir.axon.internal.HttpError;

/**
 * Applies a {@link RateLimiter} to every network of a client address. A request is counted only if none of the networks has reached
 * its limit. So a rejected request does not count against a network that other clients share, and a /48 that has reached its
 * limit cannot evict the counts of others by adding new keys. Thread-safe.
 */
public record AddressRateLimiter(RateLimiter limiter) {

    /** Counts a request. @throws HttpError 429 if one of the networks has reached its limit */
    public void acquire(List<ClientNetwork> networks) throws HttpError {
        for (ClientNetwork network : networks) {
            limiter.requireBelowLimit(network.name(), network.limitFactor());
        }
        for (ClientNetwork network : networks) {
            limiter.acquire(network.name(), network.limitFactor());
        }
    }

    /** Counts further requests without rejecting any. */
    public void countExtraRequests(List<ClientNetwork> networks, int requests) {
        for (ClientNetwork network : networks) {
            limiter.countExtraRequests(network.name(), network.limitFactor(), requests);
        }
    }
}
