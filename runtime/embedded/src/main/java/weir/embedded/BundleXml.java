package weir.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Collects the strategies of a bundle from its component and metatype descriptions. Bundles are not trusted: files are limited in
 * size, and document types are not supported. For one thread.
 */
final class BundleXml {

    private static final int MAX_BYTES = 1 << 20;
    private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

    static {
        XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    }

    /** Parameters by component, by object class, and object class by factory PID, which is the name of the strategy. */
    private final Map<String, Map<String, StrategyParameter>> components = new TreeMap<>();

    private final Map<String, Map<String, StrategyParameter>> classes = new TreeMap<>();
    private final Map<String, String> designates = new TreeMap<>();

    /** Reads an entry of the bundle; ignores other files. */
    void read(JarFile jar, JarEntry entry) throws IOException {
        if (!entry.getName().matches("OSGI-INF/(metatype/)?[^/]+\\.xml")) {
            return;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException(entry.getName() + " is larger than " + MAX_BYTES + " bytes");
            }
            read(XML.createXMLStreamReader(new ByteArrayInputStream(bytes)));
        } catch (XMLStreamException e) {
            throw new IOException(entry.getName() + " is not valid: " + e.getMessage(), e);
        }
    }

    private void read(XMLStreamReader xml) throws XMLStreamException {
        Map<String, StrategyParameter> properties = new TreeMap<>();
        Map<String, StrategyParameter> attributes = properties;
        String factoryPid = "";
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamReader.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "property" -> readProperty(xml, properties);
                case "OCD" -> classes.put(attribute(xml, "id"), attributes = new TreeMap<>());
                case "AD" -> readAttribute(xml, attributes);
                case "Designate" -> factoryPid = attribute(xml, "factoryPid");
                case "Object" -> designates.put(factoryPid, attribute(xml, "ocdref"));
                default -> {
                    // Not needed.
                }
            }
        }
    }

    /** The properties of a component are the defaults of its parameters, except those that the host sets. */
    private void readProperty(XMLStreamReader xml, Map<String, StrategyParameter> properties)
            throws XMLStreamException {
        String name = attribute(xml, "name");
        String type = attribute(xml, "type");
        boolean isList = xml.getAttributeValue(null, "value") == null;
        String value = isList ? String.join(",", xml.getElementText().strip().split("\\s+")) : attribute(xml, "value");
        if (name.equals("strategy.name")) {
            components.put(value, properties);
        } else if (!name.isEmpty() && !name.startsWith("service.") && !name.startsWith("strategy.")) {
            properties.put(name, new StrategyParameter(name, StrategyParameter.Kind.of(type), isList, value, ""));
        }
    }

    private static void readAttribute(XMLStreamReader xml, Map<String, StrategyParameter> attributes) {
        String name = attribute(xml, "id");
        String cardinality = attribute(xml, "cardinality");
        attributes.put(
                name,
                new StrategyParameter(
                        name,
                        StrategyParameter.Kind.of(attribute(xml, "type")),
                        !cardinality.isEmpty() && !cardinality.equals("0"),
                        attribute(xml, "default"),
                        attribute(xml, "description")));
    }

    private static String attribute(XMLStreamReader xml, String name) {
        return Objects.requireNonNullElse(xml.getAttributeValue(null, name), "");
    }

    /** The parameters of each strategy; those of the metatype replace the properties of the component. */
    Map<String, Map<String, StrategyParameter>> strategies() {
        components.forEach((strategy, parameters) ->
                parameters.putAll(classes.getOrDefault(designates.getOrDefault(strategy, ""), Map.of())));
        return components;
    }
}
