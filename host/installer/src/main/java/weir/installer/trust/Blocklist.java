package weir.installer.trust;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * The newest known state of a blocklist, which warns of JARs or stops them. Its keeper is a key that the operator has chosen. It stays
 * in force after it has expired, because a server that hides a newer state must not lift it. Immutable.
 *
 * @param url address from which it is fetched
 * @param name name of the list
 * @param keeper address of the key that signs it
 * @param sequence number of this state; a lower one is never accepted
 * @param sha256 hash of this state; sequence 0 and an empty hash before the first fetch
 * @param expires when the keeper must have replaced it
 * @param entries what it blocks
 */
public record Blocklist(
        String url, String name, String keeper, long sequence, String sha256, Instant expires, List<Entry> entries) {

    public Blocklist {
        entries = List.copyOf(entries);
    }

    /**
     * Some JARs and what the host does with them.
     *
     * @param id name of the entry in its list
     * @param match which JARs
     * @param action what the host does
     * @param reason one line for operators
     * @param url page with details
     */
    public record Entry(String id, Match match, Severity action, String reason, Optional<String> url) {}

    /** Selects JARs. A bundle's name without its publisher selects nothing, because anyone can use any name. */
    public sealed interface Match {}

    /** The JAR with this hash, wherever it comes from. */
    public record Content(String sha256) implements Match {}

    /** Versions of a bundle that were installed from this publisher. */
    public record Versions(String publisher, String name, VersionRange versions) implements Match {}

    /**
     * Returns the entries for a JAR.
     *
     * @param sha256 hash of the JAR
     * @param name its Bundle-SymbolicName
     * @param publisher address of the key that has signed it; empty if it is not known
     */
    public List<Entry> matching(String sha256, String name, Version version, Optional<String> publisher) {
        return entries.stream()
                .filter(entry -> {
                    if (entry.match() instanceof Versions versions) {
                        return publisher.equals(Optional.of(versions.publisher()))
                                && versions.name().equals(name)
                                && versions.versions().includes(version);
                    }
                    return ((Content) entry.match()).sha256().equals(sha256);
                })
                .toList();
    }
}
