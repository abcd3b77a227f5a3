package weir.router.parameters;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import weir.router.parameters.StrategyParameter.Kind;

/**
 * Collects the strategies of one bundle from its component and metatype descriptions. Bundles are not trusted: files are limited in
 * size, and document types are not supported. Not thread-safe.
 */
public final class StrategyDescriptions {

    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern FILE = Pattern.compile("OSGI-INF/(metatype/)?[^/]+\\.xml");
    /** Limits of the Java types that are narrower than the type of Configuration Admin. */
    private static final Map<String, Number> MAX_BY_TYPE = Map.of(
            "Integer", Integer.MAX_VALUE, "Short", Short.MAX_VALUE, "Byte", Byte.MAX_VALUE, "Float", Float.MAX_VALUE);

    /** Components by the name of their strategy, parameters by object class, and object class by PID, which is the name of the strategy. */
    private final Map<String, Component> components = new TreeMap<>();

    private final Map<String, Map<String, StrategyParameter>> classes = new TreeMap<>();
    private final Map<String, String> designates = new TreeMap<>();

    private static final class Component {
        private final Map<String, StrategyParameter> properties = new TreeMap<>();
        private boolean readsConfiguration;
    }

    /** Whether a bundle's entry is a component or metatype description. */
    public static boolean isDescription(String entry) {
        return FILE.matcher(entry).matches();
    }

    /**
     * Reads a description.
     *
     * @param entry name of the entry, for messages
     * @throws IOException if it cannot be read or is not valid
     */
    public void add(String entry, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException(entry + " is larger than " + MAX_BYTES + " bytes");
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try {
            read(factory.createXMLStreamReader(new ByteArrayInputStream(bytes)));
        } catch (XMLStreamException e) {
            throw new IOException(entry + " is not valid: " + e.getMessage(), e);
        }
    }

    /** Returns the parameters by the name of the strategy. Those of the metatype replace the component's properties. */
    public Map<String, StrategyParameters> strategies() {
        return components.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> {
            Map<String, StrategyParameter> parameters = new TreeMap<>(entry.getValue().properties);
            parameters.putAll(classes.getOrDefault(designates.getOrDefault(entry.getKey(), ""), Map.of()));
            return new StrategyParameters(parameters, parameters.isEmpty() && entry.getValue().readsConfiguration);
        }));
    }

    private void read(XMLStreamReader xml) throws XMLStreamException {
        Component component = new Component();
        Map<String, StrategyParameter> attributes = new TreeMap<>();
        String pid = "";
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamReader.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "component" ->
                    component.readsConfiguration = !attribute(xml, "activate").isEmpty()
                            || !attribute(xml, "activation-fields").isEmpty()
                            || !attribute(xml, "init").replace("0", "").isEmpty();
                case "property" -> readProperty(xml, component);
                case "OCD" -> classes.put(attribute(xml, "id"), attributes = new TreeMap<>());
                case "AD" -> readAttribute(xml, attributes);
                case "Designate" ->
                    pid = attribute(xml, "factoryPid").isEmpty() ? attribute(xml, "pid") : attribute(xml, "factoryPid");
                case "Object" -> designates.put(pid, attribute(xml, "ocdref"));
                default -> {
                    // Not needed.
                }
            }
        }
    }

    /** The properties of a component are the defaults of its parameters, except those that the host sets. */
    private void readProperty(XMLStreamReader xml, Component component) throws XMLStreamException {
        String name = attribute(xml, "name");
        String type = attribute(xml, "type");
        boolean isList = xml.getAttributeValue(null, "value") == null;
        String value = isList ? String.join(",", xml.getElementText().strip().split("\\s+")) : attribute(xml, "value");
        if (name.equals("strategy.name")) {
            components.put(value, component);
        } else if (!name.isEmpty() && !name.startsWith("service.") && !name.startsWith("strategy.")) {
            component.properties.put(name, parameter(name, type, isList, "", "", List.of(), value, ""));
        }
    }

    private static void readAttribute(XMLStreamReader xml, Map<String, StrategyParameter> attributes)
            throws XMLStreamException {
        String name = attribute(xml, "id");
        String type = attribute(xml, "type");
        String cardinality = attribute(xml, "cardinality");
        boolean isList = !cardinality.isEmpty() && !cardinality.equals("0");
        String min = attribute(xml, "min");
        String max = attribute(xml, "max");
        String defaultValue = attribute(xml, "default");
        String description = attribute(xml, "description");
        attributes.put(name, parameter(name, type, isList, min, max, readOptions(xml), defaultValue, description));
    }

    /** Reads the options of an attribute, up to its end. */
    private static List<String> readOptions(XMLStreamReader xml) throws XMLStreamException {
        List<String> options = new ArrayList<>();
        while (xml.next() != XMLStreamReader.END_ELEMENT || !xml.getLocalName().equals("AD")) {
            if (xml.isStartElement() && xml.getLocalName().equals("Option")) {
                options.add(attribute(xml, "value"));
            }
        }
        return options;
    }

    private static StrategyParameter parameter(
            String name,
            String type,
            boolean isList,
            String min,
            String max,
            List<String> options,
            String defaultValue,
            String description) {
        Optional<BigDecimal> ofType =
                Optional.ofNullable(MAX_BY_TYPE.get(type)).map(limit -> new BigDecimal(limit.toString()));
        Optional<BigDecimal> minOfType = ofType.map(
                limit -> type.equals("Float") ? limit.negate() : limit.negate().subtract(BigDecimal.ONE));
        return new StrategyParameter(
                name,
                switch (type) {
                    case "Long", "Integer", "Short", "Byte" -> Kind.WHOLE_NUMBER;
                    case "Double", "Float" -> Kind.NUMBER;
                    case "Boolean" -> Kind.BOOLEAN;
                    default -> Kind.TEXT;
                },
                isList,
                number(min)
                        .map(limit -> minOfType.map(limit::max).orElse(limit))
                        .or(() -> minOfType),
                number(max).map(limit -> ofType.map(limit::min).orElse(limit)).or(() -> ofType),
                options,
                defaultValue,
                description);
    }

    /** A limit that is not a number is ignored, as Metatype specifies. */
    private static Optional<BigDecimal> number(String text) {
        try {
            return text.isEmpty() || text.length() > 40 ? Optional.empty() : Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String attribute(XMLStreamReader xml, String name) {
        return Objects.requireNonNullElse(xml.getAttributeValue(null, name), "");
    }
}
