package weir.share.update;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.Version;
import weir.installer.trust.KnownUpdates;
import weir.installer.trust.Provenance;
import weir.installer.verify.Permission;
import weir.share.fetch.SharedBundle;
import weir.share.repository.IndexedBundle;

/**
 * A newer version of an installed bundle, by the same publisher. Immutable.
 *
 * @param installed the newest installed version
 * @param old what the index says about the installed version; empty if it names it no longer
 * @param update the newer version
 */
public record AvailableUpdate(Provenance installed, Optional<IndexedBundle> old, SharedBundle update) {

    /** Names of the permissions that only the newer version needs. */
    public Set<String> addedPermissions() {
        return without(permissions(), installed.permissions());
    }

    /** Names of the permissions that only the installed version has. */
    public Set<String> removedPermissions() {
        return without(installed.permissions(), permissions());
    }

    private Set<String> permissions() {
        return update.bundle().permissions().stream().map(Permission::id).collect(Collectors.toSet());
    }

    KnownUpdates.Update known() {
        return new KnownUpdates.Update(
                installed.name(),
                new Version(installed.version()),
                update.bundle().version(),
                update.known().publisher().alias(),
                update.known().publisher().ss58(),
                describe());
    }

    private static Set<String> without(Set<String> all, Set<String> removed) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(removed);
        return rest;
    }

    /** The differences in permissions, size, licence and behaviour, in one line. */
    public String describe() {
        IndexedBundle bundle = update.bundle();
        StringBuilder text = new StringBuilder(installed.bundle() + " -> " + bundle.version() + " of "
                + update.known().publisher().alias() + "; permissions: ");
        if (addedPermissions().isEmpty() && removedPermissions().isEmpty()) {
            text.append("unchanged");
        } else {
            text.append(addedPermissions().stream().map(name -> "+" + name).collect(Collectors.joining(" ")))
                    .append(addedPermissions().isEmpty() || removedPermissions().isEmpty() ? "" : " ")
                    .append(removedPermissions().stream()
                            .map(name -> "-" + name)
                            .collect(Collectors.joining(" ")));
        }
        text.append("; size: ")
                .append(old.map(before -> before.size() + " -> ").orElse(""))
                .append(bundle.size())
                .append(" bytes; licence: ");
        String license = old.map(IndexedBundle::license).orElse(bundle.license());
        text.append(license.equals(bundle.license()) ? license : license + " -> " + bundle.license());
        return text.append("; changes: ")
                .append(bundle.changes().isEmpty() ? "not described" : bundle.changes())
                .toString();
    }
}
