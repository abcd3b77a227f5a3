package weir.axon.internal.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.AtomicFiles;

/**
 * Prevents replays after a restart or {@code kill -9}: keeps in a file, for each hotkey, a {@link Claim} that contains all of its
 * used nonces. The file is written before the response is sent. A claim reaches one second beyond the latest nonce, and one write
 * extends the claims of all hotkeys, so the file is written once per second. The claim of {@value #OTHERS} applies to all hotkeys
 * without a line: to those whose claims became too old, which matters if the clock is set back, and to those whose lines could not
 * be read.
 *
 * <p>The first line is {@code version 3}, each other line {@code hotkey bound second…}. Version 2 had no seconds, and older
 * files have no version line; both are read, too. Thread-safe.
 */
final class NonceStore {

    private static final Logger LOG = LoggerFactory.getLogger(NonceStore.class);
    private static final long SECOND_NS = 1_000_000_000L;
    private static final String VERSION = "version 3";
    private static final String OTHERS = "*";
    private static final Claim NOTHING = new Claim(0, Set.of());
    private static final Set<String> READABLE_VERSIONS = Set.of("version 2", VERSION);

    private final Path file;
    private final LongSupplier epochNanos;
    private final Map<String, Claim> claimsBeforeStart = new HashMap<>();
    /** Highest nonce that each hotkey used since the start, without those of the future. */
    private final Map<String, Long> latestByHotkey = new ConcurrentHashMap<>();

    private final Map<String, Claim> claims = new HashMap<>();
    /** What the file contains. The map is replaced, never modified. */
    private volatile Map<String, Claim> writtenClaims;

    /** {@code null} if the file is in order. */
    private volatile String problem;

    private boolean isFailing;
    private long lastTryNs;

    /**
     * Nonces that a hotkey may have used: all up to {@code bound}, and those of some later {@code seconds} (since the epoch). A
     * nonce of the future claims its own second only, so that it does not lock out the hotkey.
     */
    private record Claim(long bound, Set<Long> seconds) {

        boolean contains(long nonce) {
            return nonce <= bound || seconds.contains(nonce / SECOND_NS);
        }

        Claim plus(Claim other) {
            Set<Long> all = new HashSet<>(seconds);
            all.addAll(other.seconds);
            return new Claim(Math.max(bound, other.bound), Set.copyOf(all));
        }

        /** Replaces seconds that are older than a nonce by a higher bound. */
        Claim withoutSecondsBefore(long nonce) {
            Set<Long> later = new HashSet<>(seconds);
            later.removeIf(second -> (second + 1) * SECOND_NS <= Math.max(bound, nonce));
            long dropped = seconds.stream()
                    .filter(second -> !later.contains(second))
                    .mapToLong(second -> (second + 1) * SECOND_NS - 1)
                    .max()
                    .orElse(0);
            return new Claim(Math.max(bound, dropped), Set.copyOf(later));
        }
    }

    /** @param epochNanos the wall clock, ns since the epoch */
    NonceStore(Path file, LongSupplier epochNanos) {
        this.file = file;
        this.epochNanos = epochNanos;
        try {
            Files.readAllLines(file).forEach(this::readLine);
        } catch (NoSuchFileException e) {
            LOG.debug("{} does not exist yet", file);
        } catch (IOException | RuntimeException e) {
            rejectAllBeforeStart(e.toString());
        }
        claims.putAll(claimsBeforeStart);
        writtenClaims = Map.copyOf(claimsBeforeStart);
    }

    private void readLine(String line) {
        if (READABLE_VERSIONS.contains(line)) {
            return;
        }
        try {
            if (line.startsWith("version ")) {
                throw new IllegalArgumentException();
            }
            String[] words = line.split(" ");
            Set<Long> seconds = new HashSet<>();
            Arrays.stream(words).skip(2).map(Long::valueOf).forEach(seconds::add);
            claimsBeforeStart.merge(words[0], new Claim(Long.parseLong(words[1]), Set.copyOf(seconds)), Claim::plus);
        } catch (RuntimeException e) {
            rejectAllBeforeStart("invalid line '" + line + "'");
        }
    }

    /** Claims all nonces that hotkeys without a line could have used before the start, including those of the future. */
    private void rejectAllBeforeStart(String cause) {
        long bound = epochNanos.getAsLong() + ReplayGuard.MAX_NONCE_AHEAD_NS;
        claimsBeforeStart.merge(OTHERS, new Claim(bound, Set.of()), Claim::plus);
        problem = "the used nonces in " + file + " cannot be read: hotkeys whose entry is lost are rejected for "
                + ReplayGuard.MAX_NONCE_AHEAD_NS / SECOND_NS + " s after the start";
        LOG.warn("{} ({})", problem, cause);
    }

    /** Returns whether the hotkey may have used the nonce before the start. */
    boolean mayBeUsedBeforeStart(String hotkey, long nonce) {
        return claimOf(hotkey, claimsBeforeStart).contains(nonce);
    }

    private static Claim claimOf(String hotkey, Map<String, Claim> claims) {
        Claim own = claims.get(hotkey);
        return own != null ? own : claims.getOrDefault(OTHERS, NOTHING);
    }

    /**
     * Ensures that the file contains a used nonce. If the file cannot be written, logs and reports the problem, and tries again
     * with a later nonce, after one second at the earliest.
     */
    void recordUse(String hotkey, long nonce) {
        boolean isOfFuture = nonce > epochNanos.getAsLong() + SECOND_NS;
        if (!isOfFuture) {
            latestByHotkey.merge(hotkey, nonce, Math::max);
        }
        if (!isWritten(hotkey, nonce)) {
            extendClaim(
                    hotkey,
                    nonce,
                    isOfFuture ? new Claim(0, Set.of(nonce / SECOND_NS)) : new Claim(nonce + SECOND_NS, Set.of()));
        }
    }

    private boolean isWritten(String hotkey, long nonce) {
        Claim claim = writtenClaims.get(hotkey);
        return claim != null && claim.contains(nonce);
    }

    private synchronized void extendClaim(String hotkey, long nonce, Claim extension) {
        if (isWritten(hotkey, nonce)) {
            return;
        }
        claims.put(hotkey, claimOf(hotkey, claims).plus(extension));
        long now = epochNanos.getAsLong();
        if (isFailing && Math.abs(now - lastTryNs) < SECOND_NS) {
            return;
        }
        lastTryNs = now;
        long oldest = now - ReplayGuard.MAX_NONCE_AGE_NS;
        latestByHotkey.values().removeIf(latest -> latest < oldest);
        latestByHotkey.forEach(
                (key, latest) -> claims.put(key, claimOf(key, claims).plus(new Claim(latest + SECOND_NS, Set.of()))));
        claims.replaceAll((key, claim) -> claim.withoutSecondsBefore(oldest));
        moveOldClaims(oldest);
        try {
            write();
            writtenClaims = Map.copyOf(claims);
            isFailing = false;
            problem = null;
        } catch (IOException e) {
            if (!isFailing) {
                LOG.warn(
                        "Cannot write {} ({}); until it can be written, requests could be replayed after a crash",
                        file,
                        e.toString());
            }
            isFailing = true;
            problem = "used nonces cannot be written to " + file;
        }
    }

    /** Moves claims that contain only nonces before {@code oldest} to the claim of all other hotkeys. */
    private void moveOldClaims(long oldest) {
        Claim others = claims.getOrDefault(OTHERS, NOTHING);
        for (Claim claim : claims.values()) {
            if (isOld(claim, oldest)) {
                others = others.plus(claim);
            }
        }
        claims.values().removeIf(claim -> isOld(claim, oldest));
        if (others.bound() > 0) {
            claims.put(OTHERS, others);
        }
    }

    private static boolean isOld(Claim claim, long oldest) {
        return claim.bound() < oldest && claim.seconds().isEmpty();
    }

    /** Returns why the file could not be read or written, for the operator; empty after the next successful write. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder(VERSION).append('\n');
        claims.forEach((hotkey, claim) -> {
            text.append(hotkey).append(' ').append(claim.bound());
            claim.seconds().forEach(second -> text.append(' ').append(second));
            text.append('\n');
        });
        AtomicFiles.write(file, text.toString());
    }
}
