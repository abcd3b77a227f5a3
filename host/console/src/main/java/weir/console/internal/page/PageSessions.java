package weir.console.internal.page;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Codes and sessions of the operator page. A code comes from a client with the admin token, is valid once and for ten minutes, and
 * becomes a session, which a browser keeps as a cookie. Sessions end after twelve hours and with the host. When there are too many, the
 * oldest one ends. Thread-safe.
 */
public final class PageSessions {

    static final Duration CODE_VALIDITY = Duration.ofMinutes(10);
    static final Duration SESSION_VALIDITY = Duration.ofHours(12);
    static final int MAX_CODES = 16;
    static final int MAX_SESSIONS = 32;

    private static final int RANDOM_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;
    private final Map<String, Instant> codes = new LinkedHashMap<>();
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    public PageSessions(Clock clock) {
        this.clock = clock;
    }

    /**
     * A browser that has exchanged a code.
     *
     * @param id the cookie's value
     * @param csrf value that the page sends in a header with each change. Only the answer to the exchange contains it, so that neither
     *     another web page nor another program that gets the cookie knows it
     */
    record Session(String id, String csrf, Instant end) {}

    /** Creates a code for {@link #exchange}. */
    public synchronized String newCode() {
        removeOldest(codes, MAX_CODES);
        String code = randomText();
        codes.put(code, clock.instant().plus(CODE_VALIDITY));
        return code;
    }

    /** Exchanges a code for a new session. Returns empty if it is not valid or no longer valid. */
    synchronized Optional<Session> exchange(String code) {
        Instant end = codes.remove(code);
        if (end == null || clock.instant().isAfter(end)) {
            return Optional.empty();
        }
        removeOldest(sessions, MAX_SESSIONS);
        Session session =
                new Session(randomText(), randomText(), clock.instant().plus(SESSION_VALIDITY));
        sessions.put(session.id, session);
        return Optional.of(session);
    }

    /** Returns the session with this id; empty if there is none or it has ended. */
    synchronized Optional<Session> find(String id) {
        return Optional.ofNullable(sessions.get(id))
                .filter(session -> clock.instant().isBefore(session.end));
    }

    private String randomText() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Makes room for one more entry. */
    private static void removeOldest(Map<String, ?> entries, int capacity) {
        if (entries.size() >= capacity) {
            entries.remove(entries.keySet().iterator().next());
        }
    }
}
