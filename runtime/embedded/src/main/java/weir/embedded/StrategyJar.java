package weir.embedded;

import java.io.IOException;
import java.io.InputStream;
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
import weir.installer.verify.BundleXml;

/**
 * A strategy in a bundle, as its own descriptions tell it.
 *
 * @param file the JAR
 * @param strategy name that routes choose by: the component's {@code strategy.name}
 * @param version the bundle's version
 * @param parameters what a route may set, by name
 */
public record StrategyJar(Path file, String strategy, Version version, Map<String, StrategyParameter> parameters) {

    private static final String COMPONENT = "OSGI-INF/[^/]+\\.xml";
    private static final String METATYPE = "OSGI-INF/metatype/[^/]+\\.xml";

    public StrategyJar {
        parameters = Map.copyOf(parameters);
    }

    /** The strategies of a JAR; none where it is no bundle or holds none. */
    static List<StrategyJar> read(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Map<String, Map<String, StrategyParameter>> byStrategy = new TreeMap<>();
            Map<String, Map<String, StrategyParameter>> described = new TreeMap<>();
            for (JarEntry entry : jar.stream().toList()) {
                if (entry.getName().matches(COMPONENT)) {
                    component(xml(jar, entry), byStrategy);
                } else if (entry.getName().matches(METATYPE)) {
                    metatype(xml(jar, entry), described);
                }
            }
            Version version = version(jar.getManifest());
            List<StrategyJar> found = new ArrayList<>();
            byStrategy.forEach((strategy, defaults) -> {
                Map<String, StrategyParameter> parameters = new TreeMap<>(defaults);
                parameters.putAll(described.getOrDefault(strategy, Map.of()));
                found.add(new StrategyJar(file, strategy, version, parameters));
            });
            return found;
        }
    }

    private static Element xml(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return BundleXml.parse(entry.getName(), in.readNBytes(BundleXml.MAX_BYTES + 1));
        }
    }

    private static Version version(Manifest manifest) throws IOException {
        String text = manifest == null ? null : manifest.getMainAttributes().getValue(Constants.BUNDLE_VERSION);
        try {
            return Version.parseVersion(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("Bundle-Version '" + text + "' is no version", e);
        }
    }

    /** A component's own properties are the defaults of its parameters; what the host sets itself is none of them. */
    private static void component(Element component, Map<String, Map<String, StrategyParameter>> byStrategy) {
        String strategy = null;
        Map<String, StrategyParameter> parameters = new TreeMap<>();
        for (Element property : BundleXml.children(component, "property")) {
            String name = property.getAttribute("name");
            if (name.equals("strategy.name")) {
                strategy = property.getAttribute("value");
            } else if (!name.isEmpty() && !name.startsWith("service.") && !name.startsWith("strategy.")) {
                boolean list = !property.hasAttribute("value");
                parameters.put(
                        name, StrategyParameter.of(name, property.getAttribute("type"), list, value(property), ""));
            }
        }
        if (strategy != null) {
            byStrategy.put(strategy, parameters);
        }
    }

    private static String value(Element property) {
        return property.hasAttribute("value")
                ? property.getAttribute("value")
                : String.join(",", property.getTextContent().strip().split("\\s+"));
    }

    /** What an object class says of the factory PIDs that it is designated for; the PID is the strategy's name. */
    private static void metatype(Element data, Map<String, Map<String, StrategyParameter>> described) {
        Map<String, Map<String, StrategyParameter>> classes = new TreeMap<>();
        for (Element type : BundleXml.children(data, "OCD")) {
            Map<String, StrategyParameter> parameters = new TreeMap<>();
            for (Element attribute : BundleXml.children(type, "AD")) {
                String name = attribute.getAttribute("id");
                String cardinality = attribute.getAttribute("cardinality");
                parameters.put(
                        name,
                        StrategyParameter.of(
                                name,
                                attribute.getAttribute("type"),
                                !cardinality.isEmpty() && !cardinality.equals("0"),
                                attribute.getAttribute("default"),
                                attribute.getAttribute("description")));
            }
            classes.put(type.getAttribute("id"), parameters);
        }
        for (Element designate : BundleXml.children(data, "Designate")) {
            for (Element object : BundleXml.children(designate, "Object")) {
                described.put(
                        designate.getAttribute("factoryPid"),
                        classes.getOrDefault(object.getAttribute("ocdref"), Map.of()));
            }
        }
    }

    /** Name and version, as reports show it. */
    @Override
    public String toString() {
        return strategy + " " + version;
    }
}
