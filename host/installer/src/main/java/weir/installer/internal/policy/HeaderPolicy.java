package weir.installer.internal.policy;

import java.util.Locale;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Constants;
import weir.installer.verify.PluginRejectedException;

/**
 * The manifest headers that a plugin may have. A bundle of the host may act on any header, so an unknown header is rejected, even if
 * it has no effect in this version of the host.
 */
final class HeaderPolicy {

    /** Headers that {@link ManifestPolicy} checks, and headers without effect on the host. */
    private static final Set<String> KNOWN = Stream.of(
                    "Manifest-Version",
                    "Signature-Version",
                    "Multi-Release",
                    "Service-Component",
                    Constants.BUNDLE_ACTIVATIONPOLICY,
                    Constants.BUNDLE_CATEGORY,
                    Constants.BUNDLE_CLASSPATH,
                    Constants.BUNDLE_CONTACTADDRESS,
                    Constants.BUNDLE_COPYRIGHT,
                    Constants.BUNDLE_DESCRIPTION,
                    Constants.BUNDLE_DOCURL,
                    Constants.BUNDLE_ICON,
                    Constants.BUNDLE_LICENSE,
                    Constants.BUNDLE_LOCALIZATION,
                    Constants.BUNDLE_MANIFESTVERSION,
                    Constants.BUNDLE_NAME,
                    Constants.BUNDLE_REQUIREDEXECUTIONENVIRONMENT,
                    Constants.BUNDLE_SYMBOLICNAME,
                    Constants.BUNDLE_UPDATELOCATION,
                    Constants.BUNDLE_VENDOR,
                    Constants.BUNDLE_VERSION,
                    Constants.EXPORT_PACKAGE,
                    Constants.EXPORT_SERVICE,
                    Constants.IMPORT_PACKAGE,
                    Constants.IMPORT_SERVICE,
                    Constants.PROVIDE_CAPABILITY,
                    Constants.REQUIRE_CAPABILITY,
                    "Bundle-Contributors",
                    "Bundle-Developers",
                    "Bundle-SCM",
                    "Ant-Version",
                    "Archiver-Version",
                    "Automatic-Module-Name",
                    "Class-Path",
                    "Created-By",
                    "Extension-Name",
                    "Ignore-Package",
                    "Include-Resource",
                    "Main-Class",
                    "Originally-Created-By",
                    "Private-Package",
                    "Sealed",
                    "Tool")
            .map(HeaderPolicy::key)
            .collect(Collectors.toUnmodifiableSet());

    /** Prefixes of headers in which build tools describe a build. */
    private static final Set<String> DESCRIPTIVE_PREFIXES = Set.of(
            "bnd-",
            "build-",
            "built-",
            "gradle-",
            "git-",
            "implementation-",
            "kotlin-",
            "scm-",
            "specification-",
            "x-");

    private HeaderPolicy() {}

    static void verify(Attributes headers) throws PluginRejectedException {
        for (Object name : headers.keySet()) {
            String header = key(name.toString());
            if (!KNOWN.contains(header) && DESCRIPTIVE_PREFIXES.stream().noneMatch(header::startsWith)) {
                throw new PluginRejectedException(
                        "its manifest has the header " + name + ", which plugins must not have",
                        "remove it (-removeheaders: " + name + ")");
            }
        }
    }

    private static String key(String header) {
        return header.toLowerCase(Locale.ROOT);
    }
}
