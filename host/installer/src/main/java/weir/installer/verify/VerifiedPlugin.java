package weir.installer.verify;

import java.util.Set;
import weir.installer.BundleIdentity;

/**
 * A JAR that passed verification. Immutable.
 *
 * @param identity name and version of the bundle
 * @param strategies names of its strategies; empty for a library
 * @param permissions declared in its manifest and found in its classes
 */
public record VerifiedPlugin(BundleIdentity identity, Set<String> strategies, Permissions permissions) {

    public VerifiedPlugin {
        strategies = Set.copyOf(strategies);
    }
}
