package weir.installer.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * What a plugin's manifest may say. Everything that would let a plugin see, shadow or restart more of the host than the strategy
 * API is refused, with the remedy.
 */
final class ManifestPolicy {

    /** The packages of floor 0, and what an annotated component and a logger need. */
    private static final Set<String> SEEN_BY_PLUGINS = Set.of("weir.strategy", "weir.uniswap.v3");

    private static final List<String> SEEN_BESIDES = List.of(
            "org.osgi.service.component",
            "org.osgi.service.component.annotations",
            "org.osgi.service.component.propertytypes",
            "org.slf4j",
            "org.slf4j.event",
            "org.slf4j.helpers",
            "org.slf4j.spi");

    /** Families of packages that belong to the platform even where no bundle of this host exports them. */
    private static final List<String> PLATFORM =
            List.of("weir", "java", "jakarta", "org.osgi", "org.slf4j", "org.apache.felix", "org.eclipse.jetty");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    private final HostPackages host;

    ManifestPolicy(HostPackages host) {
        this.host = host;
    }

    /** Who the bundle says it is, if it may be installed. */
    Identity verify(Manifest manifest) throws Refusal {
        Attributes main = manifest.getMainAttributes();
        Identity identity = identity(main);
        absent(main, Constants.FRAGMENT_HOST, "is a fragment", "make it a bundle of its own");
        absent(main, Constants.REQUIRE_BUNDLE, "requires bundles", "import packages instead");
        absent(main, Constants.DYNAMICIMPORT_PACKAGE, "imports dynamically", "name the packages in Import-Package");
        absent(main, Constants.BUNDLE_NATIVECODE, "brings native code", "use a pure Java library");
        absent(main, Constants.BUNDLE_ACTIVATOR, "has an activator", "make the class a @Component");
        checkClassPath(main);
        Set<String> own = exports(main);
        for (Clauses.Clause clause : Clauses.of(main.getValue(Constants.IMPORT_PACKAGE))) {
            for (String imported : clause.paths()) {
                if (!own.contains(imported)) {
                    checkImport(imported, clause);
                }
            }
        }
        return identity;
    }

    private static Identity identity(Attributes main) throws Refusal {
        if (!"2".equals(main.getValue(Constants.BUNDLE_MANIFESTVERSION))) {
            throw new Refusal("it is a plain JAR: its manifest lacks 'Bundle-ManifestVersion: 2';"
                    + " build it with the bnd-maven-plugin as docs/plugin-guide.md shows");
        }
        List<Clauses.Clause> name = Clauses.of(main.getValue(Constants.BUNDLE_SYMBOLICNAME));
        if (name.size() != 1 || !NAME.matcher(name.get(0).paths().get(0)).matches()) {
            throw new Refusal("its manifest has no valid Bundle-SymbolicName; write one, for example 'my.strategy'");
        }
        String version = main.getValue(Constants.BUNDLE_VERSION);
        try {
            if (version != null) {
                return new Identity(name.get(0).paths().get(0), Version.parseVersion(version));
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new Refusal("its manifest has no valid Bundle-Version but '" + version
                + "'; routes choose by version: write one, for example 1.0.0");
    }

    private static void absent(Attributes main, String header, String what, String remedy) throws Refusal {
        if (main.getValue(header) != null) {
            throw new Refusal("it " + what + " (" + header + "); " + remedy);
        }
    }

    /** What lies in a JAR within the JAR, nobody has looked into. */
    private static void checkClassPath(Attributes main) throws Refusal {
        for (Clauses.Clause clause : Clauses.of(main.getValue(Constants.BUNDLE_CLASSPATH))) {
            for (String path : clause.paths()) {
                if (!path.equals(".")) {
                    throw new Refusal(
                            "it has classes in " + path + " (" + Constants.BUNDLE_CLASSPATH
                                    + "); unpack the library into the bundle (-privatepackage, or -includeresource: @library.jar)");
                }
            }
        }
    }

    /** What the bundle exports, if it may. */
    private Set<String> exports(Attributes main) throws Refusal {
        Set<String> own = new HashSet<>();
        for (Clauses.Clause clause : Clauses.of(main.getValue(Constants.EXPORT_PACKAGE))) {
            own.addAll(clause.paths());
        }
        for (String exported : own) {
            if (PLATFORM.stream().anyMatch(family -> isIn(family, exported))
                    || HostPackages.isJdk(exported)
                    || host.exported().containsKey(exported)
                    || host.imported().contains(exported)) {
                throw new Refusal("it exports " + exported + ", which belongs to the platform;"
                        + " keep the package private (-privatepackage) or give it a name of your own");
            }
        }
        return own;
    }

    private void checkImport(String imported, Clauses.Clause clause) throws Refusal {
        if (HostPackages.isJdk(imported) || SEEN_BESIDES.contains(imported)) {
            return;
        }
        if (SEEN_BY_PLUGINS.contains(imported)) {
            checkVersion(imported, clause);
        } else if (PLATFORM.stream().anyMatch(family -> isIn(family, imported))
                || host.exported().containsKey(imported)) {
            throw new Refusal("it imports " + imported + ", which plugins must not see; they see " + SEEN_BY_PLUGINS
                    + ", the JDK, " + SEEN_BESIDES + " and packages of other plugins:"
                    + " do without, or carry a private copy of the library (-privatepackage)");
        }
    }

    /** Here rather than in the resolver, whose message would not say what to do. */
    private void checkVersion(String imported, Clauses.Clause clause) throws Refusal {
        Version provided = host.exported().getOrDefault(imported, Version.emptyVersion);
        String wanted = clause.attribute(Constants.VERSION_ATTRIBUTE).orElse("0");
        try {
            if (new VersionRange(wanted).includes(provided)) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    "its import of " + imported + " has no valid version range but '" + wanted + "'; rebuild it");
        }
        throw new Refusal("it is built for " + imported + " " + wanted + " and this host provides " + provided
                + "; rebuild it against this host's API, or take a host that provides it");
    }

    private static boolean isIn(String family, String name) {
        return name.equals(family) || name.startsWith(family + ".");
    }

    /**
     * Who a bundle is.
     *
     * @param name symbolic name
     * @param version bundle version
     */
    record Identity(String name, Version version) {
        @Override
        public String toString() {
            return name + " " + version;
        }
    }
}
