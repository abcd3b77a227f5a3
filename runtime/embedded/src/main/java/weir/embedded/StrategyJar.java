package weir.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.w3c.dom.Element;
import weir.embedded.internal.BundleXml;

/**
 * A strategy in a bundle, as the bundle's component and metatype descriptions describe it. Immutable.
 *
 * @param file the JAR
 * @param strategy name of the strategy: the component's property {@code strategy.name}
 * @param version version of the bundle
 * @param parameters what a route can set, by name
 */
public record StrategyJar(Path file, String strategy, Version version, Map<String, StrategyParameter> parameters) {

    private static final String COMPONENT = "OSGI-INF/[^/]+\\.xml";
    private static final String METATYPE = "OSGI-INF/metatype/[^/]+\\.xml";

    public StrategyJar {
        parameters = Map.copyOf(parameters);
    }

    /** The strategies of a JAR; none if it is not a bundle or has no strategy. */
    static List<StrategyJar> read(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Map<String, Map<String, StrategyParameter>> defaults = new TreeMap<>();
            Map<String, Map<String, StrategyParameter>> described = new TreeMap<>();
            for (JarEntry entry : jar.stream().toList()) {
                if (entry.getName().matches(COMPONENT)) {
                    readComponent(BundleXml.read(jar, entry), defaults);
                } else if (entry.getName().matches(METATYPE)) {
                    readMetatype(BundleXml.read(jar, entry), described);
                }
            }
            Version version = version(jar.getManifest());
            List<StrategyJar> found = new ArrayList<>();
            defaults.forEach((strategy, parameters) -> {
                parameters.putAll(described.getOrDefault(strategy, Map.of()));
                found.add(new StrategyJar(file, strategy, version, parameters));
            });
            return found;
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

    /** The properties of a component are the defaults of its parameters, except those that the host sets. */
    private static void readComponent(Element component, Map<String, Map<String, StrategyParameter>> defaults) {
        String strategy = null;
        Map<String, StrategyParameter> parameters = new TreeMap<>();
        for (Element property : BundleXml.children(component, "property")) {
            String name = property.getAttribute("name");
            boolean isList = !property.hasAttribute("value");
            String value = isList
                    ? String.join(",", property.getTextContent().strip().split("\\s+"))
                    : property.getAttribute("value");
            if (name.equals("strategy.name")) {
                strategy = value;
            } else if (!name.isEmpty() && !name.startsWith("service.") && !name.startsWith("strategy.")) {
                StrategyParameter.Kind kind = StrategyParameter.Kind.of(property.getAttribute("type"));
                parameters.put(name, new StrategyParameter(name, kind, isList, value, ""));
            }
        }
        if (strategy != null) {
            defaults.put(strategy, parameters);
        }
    }

    /** The factory PID of a designate is the name of the strategy. */
    private static void readMetatype(Element metadata, Map<String, Map<String, StrategyParameter>> described) {
        Map<String, Map<String, StrategyParameter>> classes = new TreeMap<>();
        for (Element type : BundleXml.children(metadata, "OCD")) {
            Map<String, StrategyParameter> parameters = new TreeMap<>();
            for (Element attribute : BundleXml.children(type, "AD")) {
                String name = attribute.getAttribute("id");
                String cardinality = attribute.getAttribute("cardinality");
                parameters.put(
                        name,
                        new StrategyParameter(
                                name,
                                StrategyParameter.Kind.of(attribute.getAttribute("type")),
                                !cardinality.isEmpty() && !cardinality.equals("0"),
                                attribute.getAttribute("default"),
                                attribute.getAttribute("description")));
            }
            classes.put(type.getAttribute("id"), parameters);
        }
        for (Element designate : BundleXml.children(metadata, "Designate")) {
            for (Element object : BundleXml.children(designate, "Object")) {
                described.put(
                        designate.getAttribute("factoryPid"),
                        classes.getOrDefault(object.getAttribute("ocdref"), Map.of()));
            }
        }
    }

    /** Name and version, as results show them. */
    @Override
    public String toString() {
        return strategy + " " + version;
    }
}
