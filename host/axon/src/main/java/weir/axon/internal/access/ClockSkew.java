package weir.axon.internal.access;

import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Says how far a peer's clock is from ours, to the peer and to the operator's health page. Keeps only the last case. It
 * is said of a hotkey that is known but not verified, so a stranger can cause it: to verify what is refused anyway would cost
 * as much as what is not, and a captured request that is old verifies, too. Thread-safe.
 */
public final class ClockSkew {

    private static final long REMEMBERED_NS = 600_000_000_000L;

    private final LongSupplier epochNanos;
    private volatile Seen last;

    private record Seen(String words, long at) {}

    /** @param epochNanos our clock, ns since the epoch */
    public ClockSkew(LongSupplier epochNanos) {
        this.epochNanos = epochNanos;
    }

    /** Words for the peer about a nonce that is too far from our clock, for example {@code your clock is 7.2 s ahead}. */
    String words(String hotkey, long nonce, long now) {
        double seconds = (nonce - now) / 1e9;
        String words = seconds > 0
                ? String.format(Locale.ROOT, "your clock is %.1f s ahead", seconds)
                : String.format(
                        Locale.ROOT, "your clock is %.1f s behind, or the request was that long under way", -seconds);
        last = new Seen("an unverified request in the name of " + hotkey + " was told: " + words, now);
        return words;
    }

    /** The last case of the past ten minutes, for the operator. */
    public Optional<String> recent() {
        Seen seen = last;
        return seen == null || epochNanos.getAsLong() - seen.at > REMEMBERED_NS
                ? Optional.empty()
                : Optional.of(seen.words);
    }
}
