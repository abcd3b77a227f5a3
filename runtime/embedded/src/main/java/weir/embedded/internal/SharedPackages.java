package weir.embedded.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;
import weir.base.WeirException;

/**
 * The packages of this process's class path that the embedded framework exports, so that strategies and replay use the same
 * types. Packages and versions are those of the JARs' manifests, so a strategy resolves here exactly if it does in the host.
 */
public final class SharedPackages {

    /** The API of strategies, and the services that are used from outside the framework. */
    private static final Set<String> BUNDLES = Set.of(
            "weir.strategy",
            "weir.uniswap.v3",
            "org.osgi.service.cm",
            "org.osgi.service.component",
            "org.osgi.util.promise",
            "org.osgi.util.function");

    private SharedPackages() {}

    /**
     * The packages in the syntax of {@link Constants#FRAMEWORK_SYSTEMPACKAGES_EXTRA}.
     *
     * @throws WeirException if a JAR is missing on the class path
     */
    public static String clauses() {
        Map<String, String> exports = new TreeMap<>();
        try {
            for (URL url :
                    Collections.list(SharedPackages.class.getClassLoader().getResources(JarFile.MANIFEST_NAME))) {
                Attributes main = manifest(url).getMainAttributes();
                String name = String.valueOf(main.getValue(Constants.BUNDLE_SYMBOLICNAME))
                        .replaceFirst(";.*", "");
                if (BUNDLES.contains(name)) {
                    exports.putIfAbsent(name, main.getValue(Constants.EXPORT_PACKAGE));
                }
            }
        } catch (IOException e) {
            throw WeirException.failed("cannot read the class path", "Build again: mvn package.", e);
        }
        if (exports.size() < BUNDLES.size()) {
            throw WeirException.failed(
                    "the class path has only " + exports.keySet() + " of " + BUNDLES, "Build again: mvn package.");
        }
        return String.join(",", exports.values());
    }

    private static Manifest manifest(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return new Manifest(in);
        }
    }
}
