package weir.installer.internal;

import java.lang.module.ModuleDescriptor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;

/**
 * The packages of the host's own bundles. A plugin that exported one of them, or one that a host bundle imports even optionally,
 * could be wired to the host, and refreshing it would restart the host.
 *
 * @param exported packages that the host exports, with their versions
 * @param imported packages that the host imports, wired or not
 */
record HostPackages(Map<String, Version> exported, Set<String> imported) {

    private static final Pattern NAME =
            Pattern.compile("\\(" + Pattern.quote(PackageNamespace.PACKAGE_NAMESPACE) + "=([^)]+)\\)");

    /** Packages of the platform's modules: what a JDK exports to everybody. */
    private static final Set<String> JDK = ModuleLayer.boot().modules().stream()
            .flatMap(module -> module.getDescriptor().exports().stream())
            .filter(exports -> !exports.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toUnmodifiableSet());

    static boolean isJdk(String name) {
        return name.startsWith("java.") || JDK.contains(name);
    }

    /** The packages as they are now, of all bundles that are not plugins. */
    static HostPackages of(BundleContext context) {
        Map<String, Version> exported = new HashMap<>();
        Set<String> imported = new HashSet<>();
        for (Bundle bundle : context.getBundles()) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision == null || PluginBundles.isPlugin(bundle)) {
                continue;
            }
            revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).forEach(capability -> {
                Map<String, Object> attributes = capability.getAttributes();
                exported.merge(
                        String.valueOf(attributes.get(PackageNamespace.PACKAGE_NAMESPACE)),
                        (Version) attributes.getOrDefault(
                                PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE, Version.emptyVersion),
                        (one, other) -> one.compareTo(other) >= 0 ? one : other);
            });
            revision.getDeclaredRequirements(PackageNamespace.PACKAGE_NAMESPACE).forEach(requirement -> {
                Matcher name = NAME.matcher(requirement.getDirectives().getOrDefault("filter", ""));
                if (name.find()) {
                    imported.add(name.group(1));
                }
            });
        }
        return new HostPackages(Map.copyOf(exported), Set.copyOf(imported));
    }
}
