package weir.installer.trust;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    public record Entry(String id, Match match, Severity action, String reason, Optional<String> url) {

        /** The members of this entry in JSON, as blocklists and {@code conf/trust.json} have them: texts, and {@code match} as a map. */
        public Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("id", id);
            members.put("match", match.members());
            members.put("action", action.id());
            members.put("reason", reason);
            url.ifPresent(page -> members.put("url", page));
            return members;
        }
    }

    /** Selects JARs. A bundle's name without its publisher selects nothing, because anyone can use any name. */
    public sealed interface Match {

        /** The members of this selection in JSON. */
        Map<String, String> members();

        /** The selected JARs, for people. */
        String describe();
    }

    /** The JAR with this hash, wherever it comes from. */
    public record Content(String sha256) implements Match {

        @Override
        public Map<String, String> members() {
            return Map.of("sha256", sha256);
        }

        @Override
        public String describe() {
            return sha256;
        }
    }

    /** Versions of a bundle that were installed from this publisher. */
    public record Versions(String publisher, String name, VersionRange versions) implements Match {

        @Override
        public Map<String, String> members() {
            Map<String, String> members = new LinkedHashMap<>();
            members.put("publisher", publisher);
            members.put("name", name);
            members.put("versions", versions.toString());
            return members;
        }

        @Override
        public String describe() {
            return name + " " + versions + " of " + publisher;
        }
    }

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
