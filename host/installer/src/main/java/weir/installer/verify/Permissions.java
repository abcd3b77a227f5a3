package weir.installer.verify;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The permissions of a bundle: those that its manifest declares, and those that a scan of its class files has found. The scan informs
 * operators and authors. It is no security boundary: a plugin that may use reflection can do anything. Immutable.
 *
 * @param declared permissions that the manifest declares; empty for a bundle that claims to be pure
 * @param found for each permission that the code needs, one use of it: the class and what it uses
 */
public record Permissions(Set<Permission> declared, Map<Permission, String> found) {

    /** Copies both, in the order of {@link Permission}. */
    public Permissions {
        declared = Collections.unmodifiableSet(new TreeSet<>(declared));
        found = Collections.unmodifiableMap(new TreeMap<>(found));
    }

    /** Whether the code uses only the part of the JDK that is allowed for every plugin, and no other plugin. */
    public boolean isPure() {
        return found.isEmpty();
    }

    /** The permissions that the code needs and the manifest does not declare. */
    public Set<Permission> undeclared() {
        Set<Permission> undeclared = new TreeSet<>(found.keySet());
        undeclared.removeAll(declared);
        return undeclared;
    }

    /** Each undeclared permission with its use, for a message; empty if there is none. */
    public String describeUndeclared() {
        return undeclared().stream()
                .map(permission -> permission.id() + " (" + found.get(permission) + ")")
                .collect(Collectors.joining(", "));
    }

    /** The names of permissions, separated by commas; {@code pure} for none. */
    public static String names(Set<Permission> permissions) {
        return permissions.isEmpty()
                ? "pure"
                : permissions.stream().sorted().map(Permission::id).collect(Collectors.joining(","));
    }
}
