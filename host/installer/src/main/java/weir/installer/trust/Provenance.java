package weir.installer.trust;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where an installed JAR comes from. Immutable.
 *
 * @param sha256 hash of the JAR
 * @param name Bundle-SymbolicName
 * @param version Bundle-Version
 * @param ss58 address of the publisher
 * @param repository name of the repository
 * @param sequence sequence of the head that made the JAR valid
 * @param head hash of this head
 * @param permissions names of the permissions that were granted by the installation
 * @param installed time of the installation
 */
public record Provenance(
        String sha256,
        String name,
        String version,
        String ss58,
        String repository,
        long sequence,
        String head,
        Set<String> permissions,
        Instant installed) {

    public Provenance {
        permissions = Set.copyOf(permissions);
    }

    /** Name and version, as commands show them. */
    public String bundle() {
        return name + " " + version;
    }

    Set<String> sortedPermissions() {
        return new TreeSet<>(permissions);
    }
}
