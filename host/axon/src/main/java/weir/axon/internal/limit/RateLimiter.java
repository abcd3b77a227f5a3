package weir.axon.internal.limit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import weir.axon.internal.HttpError;

/**
 * Limits requests with a token bucket for each key, which allows bursts of {@value #BURST_SECONDS} times the rate per second. It keeps
 * the {@value #MAX_KEYS} most recently used keys; an evicted key starts again with a full bucket. Thread-safe.
 */
public final class RateLimiter {

    private static final int MAX_KEYS = 8192;
    private static final double BURST_SECONDS = 2;

    private final String keyKind;
    private final double requestsPerSecond;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_KEYS;
        }
    };

    /**
     * @param keyKind name of a key's type for the error message, for example {@code address}
     * @param requestsPerSecond requests per second for each key; 0 means no limit
     * @param nanoTime a monotonic clock, ns
     */
    public RateLimiter(String keyKind, double requestsPerSecond, LongSupplier nanoTime) {
        this.keyKind = keyKind;
        this.requestsPerSecond = requestsPerSecond;
        this.nanoTime = nanoTime;
    }

    /** Counts a request of a hotkey. @throws HttpError 429 if it has reached its limit */
    public void acquire(String hotkey) throws HttpError {
        acquire(List.of(LimitedKey.hotkey(hotkey)));
    }

    /**
     * Counts a request of an address for each of its keys, but only if none of them has reached its limit. A rejected
     * request uses up no network that other clients share. It also adds no key, so the many addresses of a network that has reached
     * its limit cannot evict the counts of others.
     *
     * @throws HttpError 429 if one of the keys has reached its limit
     */
    public synchronized void acquire(List<LimitedKey> keys) throws HttpError {
        if (requestsPerSecond == 0) {
            return;
        }
        for (LimitedKey key : keys) {
            if (buckets.containsKey(key.name())) {
                requireToken(refilledBucket(key), key.limitFactor());
            }
        }
        countRequests(keys, 1);
    }

    /** Counts requests without rejecting them; the number of tokens may become negative. */
    public synchronized void countRequests(List<LimitedKey> keys, int requests) {
        if (requestsPerSecond > 0) {
            keys.forEach(key -> refilledBucket(key).tokens -= requests);
        }
    }

    private void requireToken(Bucket bucket, int limitFactor) throws HttpError {
        if (bucket.tokens < 1) {
            throw new HttpError(
                    429,
                    "Too many requests of one " + keyKind + ": at most " + limitFactor * requestsPerSecond
                            + " a second");
        }
    }

    private Bucket refilledBucket(LimitedKey key) {
        long now = nanoTime.getAsLong();
        double rate = key.limitFactor() * requestsPerSecond;
        double capacity = Math.max(1, rate * BURST_SECONDS);
        Bucket bucket = buckets.computeIfAbsent(key.name(), absent -> new Bucket(capacity, now));
        bucket.tokens = Math.min(capacity, bucket.tokens + (now - bucket.refilledNs) / 1e9 * rate);
        bucket.refilledNs = now;
        return bucket;
    }

    private static final class Bucket {
        private double tokens;
        private long refilledNs;

        Bucket(double tokens, long refilledNs) {
            this.tokens = tokens;
            this.refilledNs = refilledNs;
        }
    }
}
