package weir.installer.trust;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;

/**
 * Why a JAR is blocked: the strictest of the entries of all blocklists and of its publishers' withdrawals. Immutable.
 *
 * @param severity what the host does
 * @param by the list or publisher, for messages
 * @param reason its reason
 * @param instead version that replaces the JAR, or a page with details
 */
public record Block(Severity severity, String by, String reason, Optional<String> instead) {

    /**
     * Finds out whether a JAR is blocked.
     *
     * A JAR that was copied by hand has no known publisher. A withdrawal of such a JAR counts in full if its publisher has published this
     * content, and otherwise only warns.
     *
     * @param publisher address of the key that has signed it; empty if it is not known
     * @return empty if nothing names it, or if the operator has allowed it
     */
    public static Optional<Block> of(
            Trust trust, String sha256, String name, Version version, Optional<String> publisher) {
        if (trust.allowed().stream().anyMatch(allowed -> allowed.sha256().equals(sha256))) {
            return Optional.empty();
        }
        List<Block> blocks = new ArrayList<>();
        for (Trust.Publisher each : trust.publishers()) {
            if (publisher.filter(signer -> !each.owns(signer)).isPresent()) {
                continue; // a publisher withdraws its own bundles only
            }
            for (Trust.Repository repository : each.repositories()) {
                repository.yanked().stream()
                        .filter(yank -> yank.bundle().equals(sha256))
                        .map(yank -> new Block(
                                publisher.isPresent() || yank.isIndexed() ? yank.severity() : Severity.WARN,
                                "its publisher " + each.alias(),
                                yank.reason(),
                                yank.instead().map(instead -> "use version " + instead + " instead")))
                        .forEach(blocks::add);
            }
        }
        for (Blocklist list : trust.lists()) {
            list.matching(sha256, name, version, publisher).stream()
                    .map(entry -> new Block(
                            entry.action(),
                            "the blocklist " + list.name(),
                            entry.reason(),
                            entry.url().map(url -> "see " + url)))
                    .forEach(blocks::add);
        }
        return blocks.stream().max(Comparator.comparing(Block::severity));
    }

    /** Who blocks the JAR and why, for example {@code "the blocklist sn98-watch says stop: loses money"}. */
    public String describe() {
        return by + " says " + severity.id() + ": " + reason;
    }

    /** How to go on. */
    public String remedy(String sha256) {
        return instead.map(text -> text + ", ").orElse("") + "remove the file, or override with `weir allow " + sha256
                + " --reason TEXT`";
    }
}
