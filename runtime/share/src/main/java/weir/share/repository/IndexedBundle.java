package weir.share.repository;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
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
 * @param changes what is new in this version, in one line; empty if its author does not say it
 * @param strategies names of its strategies
 * @param permissions declared permissions; empty for a pure bundle
 * @param apiFilters filters of the OSGi namespace {@code osgi.wiring.package}, one for each package of the API that it imports
 */
public record IndexedBundle(
        String name,
        Version version,
        String sha256,
        long size,
        String license,
        String description,
        String changes,
        List<String> strategies,
        Set<Permission> permissions,
        List<String> apiFilters) {

    /** Longest JAR: 64 MiB. */
    public static final long MAX_BYTES = 64 << 20;

    public IndexedBundle {
        strategies = List.copyOf(strategies);
        permissions = Set.copyOf(permissions);
        apiFilters = List.copyOf(apiFilters);
    }

    /** The licence in the header Bundle-License, without quotes and attributes: {@code "Apache-2.0";link="…"} is {@code Apache-2.0}. */
    static String license(String header) {
        return header.split(";", 2)[0].strip().replaceAll("^\"|\"$", "");
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

    /**
     * Whether a host provides the API that the bundle needs.
     *
     * @param exported versions of the packages that the host exports
     */
    public boolean fits(Map<String, Version> exported) {
        return apiFilters.stream().allMatch(filter -> exported.entrySet().stream()
                .anyMatch(each -> matches(filter, each.getKey(), each.getValue())));
    }

    private static boolean matches(String filter, String packageName, Version version) {
        try {
            return FrameworkUtil.createFilter(filter)
                    .matches(Map.of(
                            PackageNamespace.PACKAGE_NAMESPACE, packageName, Constants.VERSION_ATTRIBUTE, version));
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
