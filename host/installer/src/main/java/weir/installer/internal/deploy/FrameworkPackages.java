package weir.installer.internal.deploy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import weir.installer.verify.PlatformPackages;

/** Reads the packages of the host's own bundles from a running framework. */
final class FrameworkPackages {

    private static final String NAMESPACE = PackageNamespace.PACKAGE_NAMESPACE;
    private static final Pattern PACKAGE_FILTER = Pattern.compile("\\(" + Pattern.quote(NAMESPACE) + "=([^)]+)\\)");

    private FrameworkPackages() {}

    /** The packages of all bundles that are not plugins. */
    static PlatformPackages read(BundleContext context) {
        Map<String, Version> exported = new HashMap<>();
        Set<String> imported = new HashSet<>();
        for (Bundle bundle : context.getBundles()) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision == null || PluginBundles.isPlugin(bundle)) {
                continue;
            }
            revision.getDeclaredCapabilities(NAMESPACE).forEach(capability -> {
                Map<String, Object> attributes = capability.getAttributes();
                Version version = (Version)
                        attributes.getOrDefault(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE, Version.emptyVersion);
                exported.merge(
                        String.valueOf(attributes.get(NAMESPACE)),
                        version,
                        (one, other) -> one.compareTo(other) >= 0 ? one : other);
            });
            revision.getDeclaredRequirements(NAMESPACE).forEach(requirement -> {
                Matcher filter =
                        PACKAGE_FILTER.matcher(requirement.getDirectives().getOrDefault("filter", ""));
                if (filter.find()) {
                    imported.add(filter.group(1));
                }
            });
        }
        return new PlatformPackages(exported, imported);
    }
}
