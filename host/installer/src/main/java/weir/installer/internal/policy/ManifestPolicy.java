package weir.installer.internal.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.felix.utils.manifest.Clause;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.installer.BundleIdentity;
import weir.installer.verify.Platform;
import weir.installer.verify.PluginRejectedException;

/** Rules for the manifest of a plugin. A plugin must not see, shadow or restart more of the host than the strategy API. */
public final class ManifestPolicy {

    private static final String API = "weir.strategy";
    private static final List<String> STRATEGY_PACKAGES = List.of(API, "weir.uniswap.v3");

    /** What an annotated component and a logger need. */
    private static final List<String> OTHER_VISIBLE_PACKAGES = List.of(
            "org.osgi.service.component",
            "org.osgi.service.component.annotations",
            "org.osgi.service.component.propertytypes",
            "org.slf4j",
            "org.slf4j.event",
            "org.slf4j.helpers",
            "org.slf4j.spi");

    /** Prefixes of packages that belong to the platform even if no bundle of this host exports them. */
    private static final List<String> RESERVED_PREFIXES =
            List.of("weir", "java", "jakarta", "org.osgi", "org.slf4j", "org.apache.felix", "org.eclipse.jetty");

    private static final Pattern SYMBOLIC_NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    private final Platform platform;

    public ManifestPolicy(Platform platform) {
        this.platform = platform;
    }

    /**
     * Returns the identity of a bundle that may be installed.
     *
     * @param packages the packages of its classes
     */
    public BundleIdentity verify(Attributes headers, Set<String> packages) throws PluginRejectedException {
        BundleIdentity identity = identity(headers);
        if (platform.bundles().contains(identity.name())) {
            throw new PluginRejectedException(
                    "its Bundle-SymbolicName " + identity.name() + " is the name of a bundle of the host",
                    "give it another name, for example 'my.strategy'");
        }
        forbid(headers, Constants.FRAGMENT_HOST, "is a fragment", "make it a bundle of its own");
        forbid(headers, Constants.REQUIRE_BUNDLE, "requires bundles", "import packages instead");
        forbid(headers, Constants.DYNAMICIMPORT_PACKAGE, "imports dynamically", "name the packages in Import-Package");
        forbid(headers, Constants.BUNDLE_NATIVECODE, "contains native code", "use a pure Java library");
        forbid(headers, Constants.BUNDLE_ACTIVATOR, "has an activator", "make the class a @Component");
        HeaderPolicy.verify(headers);
        verifyClassPath(headers);
        CapabilityPolicy.verifyRequired(clauses(headers, Constants.REQUIRE_CAPABILITY));
        CapabilityPolicy.verifyProvided(clauses(headers, Constants.PROVIDE_CAPABILITY));
        Set<String> exported = clauses(headers, Constants.EXPORT_PACKAGE).stream()
                .map(Clause::getName)
                .collect(Collectors.toSet());
        for (String name : exported) {
            verifyExport(name);
        }
        Set<String> ownPackages = new HashSet<>(packages);
        for (Clause clause : clauses(headers, Constants.IMPORT_PACKAGE)) {
            ownPackages.remove(clause.getName()); // the import hides the bundle's own package
            if (!exported.contains(clause.getName())) {
                verifyImport(clause);
            }
        }
        verifyNoCopyOfApi(ownPackages);
        return identity;
    }

    public static BundleIdentity identity(Attributes headers) throws PluginRejectedException {
        if (!"2".equals(headers.getValue(Constants.BUNDLE_MANIFESTVERSION))) {
            throw new PluginRejectedException(
                    "it is a plain JAR: its manifest lacks 'Bundle-ManifestVersion: 2'",
                    "build it with the bnd-maven-plugin as docs/plugin-guide.md shows, also if it contains libraries");
        }
        List<Clause> name = clauses(headers, Constants.BUNDLE_SYMBOLICNAME);
        if (name.size() != 1 || !SYMBOLIC_NAME.matcher(name.get(0).getName()).matches()) {
            throw new PluginRejectedException(
                    "its manifest has no valid Bundle-SymbolicName", "add one, for example 'my.strategy'");
        }
        String version = headers.getValue(Constants.BUNDLE_VERSION);
        try {
            return new BundleIdentity(name.get(0).getName(), new Version(version));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new PluginRejectedException(
                    version == null
                            ? "its manifest has no Bundle-Version"
                            : "its Bundle-Version '" + version + "' is not a valid version",
                    "write it like 1.0.0 or 1.0.0.SNAPSHOT, because routes select by version",
                    e);
        }
    }

    private static void forbid(Attributes headers, String header, String problem, String remedy)
            throws PluginRejectedException {
        if (headers.getValue(header) != null) {
            throw new PluginRejectedException("it " + problem + " (" + header + ")", remedy);
        }
    }

    /** Classes in a nested JAR would not be verified. */
    private static void verifyClassPath(Attributes headers) throws PluginRejectedException {
        for (Clause clause : clauses(headers, Constants.BUNDLE_CLASSPATH)) {
            if (!clause.getName().equals(".")) {
                throw new PluginRejectedException(
                        "it has classes in " + clause.getName() + " (" + Constants.BUNDLE_CLASSPATH + ")",
                        "copy the library's packages into the bundle as docs/plugin-guide.md shows"
                                + " (-conditionalpackage)");
            }
        }
    }

    private void verifyExport(String name) throws PluginRejectedException {
        if (isReserved(name) || platform.contains(name)) {
            throw new PluginRejectedException(
                    "it exports " + name + ", which belongs to the platform",
                    "keep the package private (-privatepackage) or rename it");
        }
    }

    private void verifyImport(Clause clause) throws PluginRejectedException {
        String name = clause.getName();
        if (Platform.isJdk(name) || OTHER_VISIBLE_PACKAGES.contains(name)) {
            return;
        }
        if (STRATEGY_PACKAGES.contains(name)) {
            verifyVersion(clause);
        } else if (isReserved(name) || platform.exported().containsKey(name)) {
            throw new PluginRejectedException(
                    "it imports " + name + ", which plugins must not see",
                    "remove the import, or copy the library's packages into the bundle as docs/plugin-guide.md shows;"
                            + " plugins see " + STRATEGY_PACKAGES + ", the JDK, " + OTHER_VISIBLE_PACKAGES
                            + " and packages of other plugins");
        }
    }

    /** Checked here because the framework's message for an unresolved import does not name a remedy. */
    private void verifyVersion(Clause clause) throws PluginRejectedException {
        Version provided = platform.exported().getOrDefault(clause.getName(), Version.emptyVersion);
        String required = Optional.ofNullable(clause.getAttribute(Constants.VERSION_ATTRIBUTE))
                .orElse("0");
        try {
            if (new VersionRange(required).includes(provided)) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw new PluginRejectedException(
                    "its import of " + clause.getName() + " has the invalid version range '" + required + "'",
                    "build it again",
                    e);
        }
        throw new PluginRejectedException(
                "it requires " + clause.getName() + " " + required + " and this host provides " + provided,
                "build it with this host's API, or use a host that provides it");
    }

    /** A copy of a type of the API is another type: the router would not recognize the strategy. */
    private static void verifyNoCopyOfApi(Set<String> packages) throws PluginRejectedException {
        if (packages.contains(API)) {
            throw new PluginRejectedException(
                    "it contains a copy of the package " + API + " and does not import it",
                    "leave the package out of the JAR (<scope>provided</scope>), and let bnd import it");
        }
    }

    public static List<Clause> clauses(Attributes headers, String header) throws PluginRejectedException {
        try {
            return ManifestHeader.clauses(headers.getValue(header));
        } catch (IllegalArgumentException e) {
            throw new PluginRejectedException(
                    "its manifest header " + header + " is malformed (" + e.getMessage() + ")", "build it again", e);
        }
    }

    private static boolean isReserved(String name) {
        return RESERVED_PREFIXES.stream().anyMatch(prefix -> name.equals(prefix) || name.startsWith(prefix + "."));
    }
}
