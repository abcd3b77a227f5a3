package weir.axon.internal.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import weir.axon.internal.wire.Refusal;

/**
 * So many requests a second for each key, twice as many at once. Remembers a bounded number of keys, the latest: when as many
 * others have taken something since a key last asked, what it has used up or owes is forgiven. Thread-safe.
 */
final class RateLimit {

    private static final int MAX_KEYS = 8192;
    private static final double BURST_SECONDS = 2;

    private final String what;
    private final double perSecond;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_KEYS;
        }
    };

    /**
     * @param what the kind of key, for the message
     * @param perSecond requests a second for each key; 0 means no limit
     */
    RateLimit(String what, double perSecond, LongSupplier nanoTime) {
        this.what = what;
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
    }

    /**
     * Counts a request.
     *
     * @param share how many times the limit the key may have, always the same for the same key
     * @throws Refusal 429 when the key has used up its allowance
     */
    void take(String key, int share) throws Refusal {
        if (perSecond > 0 && !tryTake(key, share)) {
            throw tooMany(share);
        }
    }

    /**
     * Looks whether there is something to take, and counts nothing; a key that is not remembered has all of its allowance.
     *
     * @throws Refusal 429 when the key has used up its allowance
     */
    void requireSome(String key, int share) throws Refusal {
        if (perSecond > 0 && !hasSome(key, share)) {
            throw tooMany(share);
        }
    }

    private Refusal tooMany(int share) {
        return new Refusal(429, "Too many requests of one " + what + ": at most " + share * perSecond + " a second");
    }

    private synchronized boolean hasSome(String key, int share) {
        return !buckets.containsKey(key) || bucket(key, share).tokens >= 1;
    }

    /** Counts so many requests more that are not there to be refused; what the key has not, it owes. */
    void charge(String key, int share, int requests) {
        if (perSecond > 0) {
            synchronized (this) {
                bucket(key, share).tokens -= requests;
            }
        }
    }

    private synchronized boolean tryTake(String key, int share) {
        Bucket bucket = bucket(key, share);
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }

    /** What the key may take now. */
    private Bucket bucket(String key, int share) {
        long now = nanoTime.getAsLong();
        double full = Math.max(1, share * perSecond * BURST_SECONDS);
        Bucket bucket = buckets.computeIfAbsent(key, absent -> new Bucket(full, now));
        bucket.tokens = Math.min(full, bucket.tokens + (now - bucket.since) / 1e9 * share * perSecond);
        bucket.since = now;
        return bucket;
    }

    private static final class Bucket {
        private double tokens;
        private long since;

        Bucket(double tokens, long since) {
            this.tokens = tokens;
            this.since = since;
        }
    }
}
