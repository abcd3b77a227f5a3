package weir.installer.verify;

import java.lang.module.ModuleDescriptor;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Version;

/**
 * Packages of the host's own bundles. A plugin must not export them: the framework could wire the host to the plugin, and a refresh
 * of the plugin would then restart the host. Immutable.
 *
 * @param exported packages that host bundles export, with the highest version of each
 * @param imported packages that host bundles import, including optional imports that are not wired
 */
public record PlatformPackages(Map<String, Version> exported, Set<String> imported) {

    private static final Set<String> JDK = ModuleLayer.boot().modules().stream()
            .flatMap(module -> module.getDescriptor().exports().stream())
            .filter(exports -> !exports.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toUnmodifiableSet());

    public PlatformPackages {
        exported = Map.copyOf(exported);
        imported = Set.copyOf(imported);
    }

    boolean contains(String name) {
        return isJdk(name) || exported.containsKey(name) || imported.contains(name);
    }

    static boolean isJdk(String name) {
        return name.startsWith("java.") || JDK.contains(name);
    }
}
