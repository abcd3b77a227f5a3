package weir.chain;

import java.util.Optional;

/** The metagraph of the subnet that the host is configured for, kept current. An OSGi service. Thread-safe. */
public interface MetagraphService {

    /**
     * Returns the last metagraph; takes no lock and does no I/O. It can be old: {@link #status} tells its age.
     *
     * @return empty if none was ever read
     */
    Optional<Metagraph> current();

    /** Reads the metagraph soon, because a hotkey is unknown; at most once a minute. Returns at once. */
    void requestRefresh();

    /** What the service does at the moment, for operators. */
    MetagraphStatus status();
}
