package weir.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A strategy in a bundle, as the bundle's component and metatype descriptions describe it. Immutable.
 *
 * @param file the JAR
 * @param strategy name of the strategy: the component's property {@code strategy.name}
 * @param version version of the bundle
 * @param parameters what a route can set, by name
 */
public record StrategyJar(Path file, String strategy, Version version, Map<String, StrategyParameter> parameters) {

    public StrategyJar {
        parameters = Map.copyOf(parameters);
    }

    /** The strategies of a JAR; none if it is not a bundle or has no strategy. */
    static List<StrategyJar> read(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            BundleXml xml = new BundleXml();
            for (JarEntry entry : jar.stream().toList()) {
                xml.read(jar, entry);
            }
            Version version = version(jar.getManifest());
            return xml.strategies().entrySet().stream()
                    .map(strategy -> new StrategyJar(file, strategy.getKey(), version, strategy.getValue()))
                    .toList();
        }
    }

    private static Version version(Manifest manifest) throws IOException {
        String text = manifest == null ? null : manifest.getMainAttributes().getValue(Constants.BUNDLE_VERSION);
        try {
            return Version.parseVersion(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("Bundle-Version '" + text + "' is not a version", e);
        }
    }

    /** Name and version, as results show them. */
    @Override
    public String toString() {
        return strategy + " " + version;
    }
}
