package weir.axon.internal.limit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import weir.axon.internal.HttpError;

/**
 * A token bucket for each key: a rate per second and twice that as a burst. It remembers the {@value #MAX_KEYS} keys used most
 * recently; an evicted key starts again with a full bucket. Thread-safe.
 */
public final class RateLimiter {

    private static final int MAX_KEYS = 8192;
    private static final double BURST_SECONDS = 2;

    private final String keyKind;
    private final double perSecond;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_KEYS;
        }
    };

    /**
     * @param keyKind what a key is, for the error message
     * @param perSecond requests per second for each key; 0 means no limit
     * @param nanoTime a monotonic clock, ns
     */
    public RateLimiter(String keyKind, double perSecond, LongSupplier nanoTime) {
        this.keyKind = keyKind;
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
    }

    /**
     * Counts a request.
     *
     * @param share multiple of the limit that the key may use, always the same for the same key
     * @throws HttpError 429 if the key has used up its allowance
     */
    public void acquire(String key, int share) throws HttpError {
        if (perSecond > 0 && !tryAcquire(key, share)) {
            throw tooManyRequests(share);
        }
    }

    /**
     * Checks for an allowance without counting anything. An unknown key has all of its allowance.
     *
     * @throws HttpError 429 if the key has used up its allowance
     */
    void check(String key, int share) throws HttpError {
        if (perSecond > 0 && !hasAllowance(key, share)) {
            throw tooManyRequests(share);
        }
    }

    private HttpError tooManyRequests(int share) {
        return new HttpError(
                429, "Too many requests of one " + keyKind + ": at most " + share * perSecond + " a second");
    }

    /** Counts further requests without rejecting them; the allowance may become negative. */
    void charge(String key, int share, int requests) {
        if (perSecond > 0) {
            synchronized (this) {
                refilled(key, share).tokens -= requests;
            }
        }
    }

    private synchronized boolean hasAllowance(String key, int share) {
        return !buckets.containsKey(key) || refilled(key, share).tokens >= 1;
    }

    private synchronized boolean tryAcquire(String key, int share) {
        Bucket bucket = refilled(key, share);
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }

    private Bucket refilled(String key, int share) {
        long now = nanoTime.getAsLong();
        double capacity = Math.max(1, share * perSecond * BURST_SECONDS);
        Bucket bucket = buckets.computeIfAbsent(key, absent -> new Bucket(capacity, now));
        bucket.tokens = Math.min(capacity, bucket.tokens + (now - bucket.refilledAt) / 1e9 * share * perSecond);
        bucket.refilledAt = now;
        return bucket;
    }

    private static final class Bucket {
        private double tokens;
        private long refilledAt;

        Bucket(double tokens, long refilledAt) {
            this.tokens = tokens;
            this.refilledAt = refilledAt;
        }
    }
}
