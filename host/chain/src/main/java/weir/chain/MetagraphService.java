package weir.chain;

import java.util.Optional;

/**
 * The metagraph of the subnet that the host is configured for, kept current: the operator's file if it exists, otherwise read from the
 * chain. An OSGi service. Thread-safe.
 */
public interface MetagraphService {

    /**
     * Returns the last metagraph; takes no lock and does no I/O. It can be old: {@link #status} tells its age.
     *
     * @return empty if none was ever read
     */
    Optional<Metagraph> current();

    /**
     * Whether {@link #requestRefresh} would have an effect now: not within a minute of the last request, and never while the operator's
     * file is used. Takes no lock.
     */
    boolean isRefreshAllowed();

    /**
     * Reads the metagraph soon, because a hotkey is unknown; at most once a minute. Returns at once. Call it only for a hotkey whose signature
     * is valid, so that no client without a key can use up the request of this minute.
     */
    void requestRefresh();

    /** What the service does at the moment, for operators. */
    MetagraphStatus status();
}
