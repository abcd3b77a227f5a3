package weir.axon.internal.limit;

import java.util.LinkedHashMap;
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

    /**
     * Counts a request.
     *
     * @param limitFactor multiple of the limit for this key, the same in every call
     * @throws HttpError 429 if the key has reached its limit
     */
    public synchronized void acquire(String key, int limitFactor) throws HttpError {
        if (requestsPerSecond > 0) {
            Bucket bucket = refilledBucket(key, limitFactor);
            requireToken(bucket, limitFactor);
            bucket.tokens--;
        }
    }

    /**
     * Checks the limit without counting a request and without adding the key.
     *
     * @throws HttpError 429 if the key has reached its limit
     */
    synchronized void requireBelowLimit(String key, int limitFactor) throws HttpError {
        if (requestsPerSecond > 0 && buckets.containsKey(key)) {
            requireToken(refilledBucket(key, limitFactor), limitFactor);
        }
    }

    /** Counts further requests without rejecting them; the number of tokens may become negative. */
    synchronized void countExtraRequests(String key, int limitFactor, int requests) {
        if (requestsPerSecond > 0) {
            refilledBucket(key, limitFactor).tokens -= requests;
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

    private Bucket refilledBucket(String key, int limitFactor) {
        long now = nanoTime.getAsLong();
        double capacity = Math.max(1, limitFactor * requestsPerSecond * BURST_SECONDS);
        Bucket bucket = buckets.computeIfAbsent(key, absent -> new Bucket(capacity, now));
        bucket.tokens =
                Math.min(capacity, bucket.tokens + (now - bucket.refilledNs) / 1e9 * limitFactor * requestsPerSecond);
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
