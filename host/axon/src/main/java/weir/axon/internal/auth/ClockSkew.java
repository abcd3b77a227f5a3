package weir.axon.internal.auth;

import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Describes to a client how far its clock differs from the host's, and keeps the last description for the health check. The
 * request is not verified yet, so any client may have sent it in the name of a permitted hotkey: verification would cost as much as for
 * accepted requests, and the signature of a captured old request is valid. Thread-safe.
 */
final class ClockSkew {

    private static final long MAX_AGE_NS = 600_000_000_000L;

    private final LongSupplier epochNanos;
    private volatile Observation lastObservation;

    private record Observation(String message, long observedNs) {}

    /** @param epochNanos the wall clock, ns since the epoch */
    ClockSkew(LongSupplier epochNanos) {
        this.epochNanos = epochNanos;
    }

    /**
     * Returns a message for the client, for example {@code your clock is 7.2 s ahead}.
     *
     * @param nonce the client's clock, ns since the epoch
     * @param now the host's clock, ns since the epoch
     */
    String describe(String hotkey, long nonce, long now) {
        double seconds = (nonce - now) / 1e9;
        String message = seconds > 0
                ? String.format(Locale.ROOT, "your clock is %.1f s ahead", seconds)
                : String.format(
                        Locale.ROOT, "your clock is %.1f s behind, or the request was that long under way", -seconds);
        lastObservation =
                new Observation("an unverified request in the name of " + hotkey + " was rejected: " + message, now);
        return message;
    }

    /** Returns the last description for the operator, if it is at most ten minutes old. */
    Optional<String> problem() {
        Observation observation = lastObservation;
        return observation == null || epochNanos.getAsLong() - observation.observedNs > MAX_AGE_NS
                ? Optional.empty()
                : Optional.of(observation.message);
    }
}
