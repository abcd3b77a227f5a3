package weir.share.repository;

import java.util.List;
import java.util.Set;
import org.osgi.framework.Version;
import weir.installer.verify.Permission;

/**
 * What the index of a repository says about a bundle. Immutable.
 *
 * @param name Bundle-SymbolicName
 * @param version Bundle-Version
 * @param sha256 hash of the JAR
 * @param size length of the JAR in bytes
 * @param license Bundle-License, an SPDX expression; empty if it has none
 * @param description Bundle-Description; empty if it has none
 * @param strategies names of its strategies
 * @param permissions declared permissions; empty for a pure bundle
 */
public record IndexedBundle(
        String name,
        Version version,
        String sha256,
        long size,
        String license,
        String description,
        List<String> strategies,
        Set<Permission> permissions) {

    /** Longest JAR: 64 MiB. */
    public static final long MAX_BYTES = 64 << 20;

    public IndexedBundle {
        strategies = List.copyOf(strategies);
        permissions = Set.copyOf(permissions);
    }

    /** Path of the JAR below the repository. */
    public String path() {
        return path(sha256);
    }

    /** Path of the author's signature below the repository. */
    public String signaturePath() {
        return "bundles/" + sha256 + ".sig";
    }

    static String path(String sha256) {
        return "bundles/" + sha256 + ".jar";
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
