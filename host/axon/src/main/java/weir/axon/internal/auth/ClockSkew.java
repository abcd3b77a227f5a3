package weir.axon.internal.auth;

import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Describes how far a client's clock differs from ours, for the client and for the health check, and remembers the last case.
 * The hotkey named is permitted but not verified, so anyone can cause such a case: verifying requests that are rejected anyway
 * would cost as much as verifying accepted ones, and an old captured request verifies, too. Thread-safe.
 */
final class ClockSkew {

    private static final long REMEMBERED_NS = 600_000_000_000L;

    private final LongSupplier epochNanos;
    private volatile Observation last;

    private record Observation(String message, long at) {}

    /** @param epochNanos the wall clock, ns since the epoch */
    ClockSkew(LongSupplier epochNanos) {
        this.epochNanos = epochNanos;
    }

    /** Describes to the client a nonce that is too far from our clock, for example {@code your clock is 7.2 s ahead}. */
    String describe(String hotkey, long nonce, long now) {
        double seconds = (nonce - now) / 1e9;
        String message = seconds > 0
                ? String.format(Locale.ROOT, "your clock is %.1f s ahead", seconds)
                : String.format(
                        Locale.ROOT, "your clock is %.1f s behind, or the request was that long under way", -seconds);
        last = new Observation("an unverified request in the name of " + hotkey + " was told: " + message, now);
        return message;
    }

    /** The last case within the past ten minutes, for the operator. */
    Optional<String> recent() {
        Observation seen = last;
        return seen == null || epochNanos.getAsLong() - seen.at > REMEMBERED_NS
                ? Optional.empty()
                : Optional.of(seen.message);
    }
}
