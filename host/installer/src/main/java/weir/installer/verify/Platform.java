package weir.installer.verify;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.apache.felix.utils.manifest.Clause;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import weir.installer.internal.policy.ManifestHeader;

/**
 * The host's own bundles. A plugin must not export their packages: the framework could wire the host to the plugin, and a refresh of
 * the plugin would then restart the host. Immutable.
 *
 * @param exported packages that host bundles export, with the highest version of each
 * @param imported packages that host bundles import, including optional imports that are not wired
 * @param bundles symbolic names
 */
public record Platform(Map<String, Version> exported, Set<String> imported, Set<String> bundles) {

    private static final Set<String> JDK = ModuleLayer.boot().modules().stream()
            .flatMap(module -> module.getDescriptor().exports().stream())
            .filter(exports -> !exports.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toUnmodifiableSet());

    public Platform {
        exported = Map.copyOf(exported);
        imported = Set.copyOf(imported);
        bundles = Set.copyOf(bundles);
    }

    /** @param bundles for each bundle of the host a function that returns a manifest header, {@code null} if it is missing */
    public static Platform of(Iterable<UnaryOperator<String>> bundles) {
        Map<String, Version> exported = new HashMap<>();
        Set<String> imported = new HashSet<>();
        Set<String> names = new HashSet<>(Set.of(Constants.SYSTEM_BUNDLE_SYMBOLICNAME));
        for (UnaryOperator<String> headers : bundles) {
            for (Clause clause : ManifestHeader.clauses(headers.apply(Constants.EXPORT_PACKAGE))) {
                Version version = Version.parseVersion(clause.getAttribute(Constants.VERSION_ATTRIBUTE));
                exported.merge(clause.getName(), version, (one, other) -> one.compareTo(other) >= 0 ? one : other);
            }
            ManifestHeader.clauses(headers.apply(Constants.IMPORT_PACKAGE))
                    .forEach(clause -> imported.add(clause.getName()));
            ManifestHeader.clauses(headers.apply(Constants.BUNDLE_SYMBOLICNAME))
                    .forEach(clause -> names.add(clause.getName()));
        }
        return new Platform(exported, imported, names);
    }

    /**
     * Reads the bundles of a host that does not run.
     *
     * @param system directory of the host's own bundles
     */
    public static Platform in(Path system) throws IOException {
        List<UnaryOperator<String>> bundles = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(system, "*.jar")) {
            for (Path file : files) {
                try (JarFile jar = new JarFile(file.toFile(), false)) {
                    Attributes headers = jar.getManifest().getMainAttributes();
                    bundles.add(headers::getValue);
                }
            }
        }
        return of(bundles);
    }

    /** Whether the JDK has the package, or a host bundle exports or imports it. */
    public boolean contains(String name) {
        return isJdk(name) || exported.containsKey(name) || imported.contains(name);
    }

    /** Whether the JDK exports the package. */
    public static boolean isJdk(String name) {
        return name.startsWith("java.") || JDK.contains(name);
    }
}
