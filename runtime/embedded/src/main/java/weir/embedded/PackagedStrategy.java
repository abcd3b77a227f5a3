package weir.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.osgi.framework.Version;
import weir.base.WeirException;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.PluginEntries;
import weir.installer.verify.PluginRejectedException;
import weir.router.parameters.InvalidParameterException;
import weir.router.parameters.StrategyDescriptions;
import weir.router.parameters.StrategyParameters;

/**
 * A strategy in a bundle, as the bundle's component and metatype descriptions describe it. Immutable.
 *
 * @param file the JAR
 * @param strategy name of the strategy: the component's property {@code strategy.name}
 * @param version version of the bundle
 * @param parameters what a route can set
 */
public record PackagedStrategy(Path file, String strategy, Version version, StrategyParameters parameters) {

    /**
     * The strategies of a JAR; none if it is a library.
     *
     * @throws PluginRejectedException if it is not a bundle
     */
    static List<PackagedStrategy> read(Path file) throws IOException, PluginRejectedException {
        PluginEntries.requireFile(file);
        Version version = JarVerifier.identity(file).version();
        try (JarFile jar = new JarFile(file.toFile())) {
            StrategyDescriptions descriptions = new StrategyDescriptions();
            for (JarEntry entry : jar.stream().toList()) {
                if (StrategyDescriptions.isDescription(entry.getName())) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        descriptions.add(entry.getName(), in);
                    }
                }
            }
            return new TreeMap<>(descriptions.strategies())
                    .entrySet().stream()
                            .map(strategy ->
                                    new PackagedStrategy(file, strategy.getKey(), version, strategy.getValue()))
                            .toList();
        }
    }

    /**
     * Checks the values of parameters.
     *
     * @param texts values as text, by name
     * @return the values as a route's configuration contains them
     * @throws WeirException if a name or a value is not valid
     */
    public Map<String, Object> readParameters(Map<String, String> texts) {
        try {
            return parameters.read(texts);
        } catch (InvalidParameterException e) {
            throw WeirException.usage(
                    "parameter '" + e.parameter() + "' of " + this + " " + e.problem(),
                    Character.toUpperCase(e.remedy().charAt(0)) + e.remedy().substring(1) + "."
                            + (parameters.byName().isEmpty() ? "" : "\nParameters:\n" + parameters.describe()));
        }
    }

    /** Name and version, as results show them. */
    @Override
    public String toString() {
        return strategy + " " + version;
    }
}
