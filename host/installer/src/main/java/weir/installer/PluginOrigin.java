package weir.installer;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import weir.isolation.Level;

/**
 * What is installed from a file, and from whom. Immutable.
 *
 * @param sha256 hash of the installed JAR
 * @param publisher address of the key that has signed it; empty if the JAR was copied into the plugins directory
 * @param alias the operator's name for the publisher; empty if the publisher is not trusted any more
 * @param permissions what the code of the JAR uses or declares, beyond pure computation
 * @param level where the code runs
 */
public record PluginOrigin(
        String sha256, Optional<String> publisher, Optional<String> alias, SortedSet<String> permissions, Level level) {

    private static final int SHORT_HASH = 12;

    public PluginOrigin {
        permissions = new TreeSet<>(permissions);
    }

    /** Alias and full address, or {@code unsigned, local}. */
    public String source() {
        return publisher
                .map(ss58 -> alias.map(name -> name + " " + ss58).orElse(ss58 + " (not trusted any more)"))
                .orElse("unsigned, local");
    }

    /** The permissions, or {@code pure}. */
    public String describePermissions() {
        return permissions.isEmpty() ? "pure" : String.join(",", permissions);
    }

    /** The first digits of the hash. */
    public String shortHash() {
        return sha256.substring(0, SHORT_HASH);
    }
}
