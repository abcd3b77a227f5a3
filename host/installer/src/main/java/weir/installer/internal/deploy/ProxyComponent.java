package weir.installer.internal.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import weir.installer.internal.policy.BundleXml;
import weir.isolation.Placement;
import weir.isolation.RemoteComponent;
import weir.isolation.proxy.StrategyProxy;

/**
 * What a generated bundle takes over from the description of a component. The description of the proxy is written from these values
 * alone, so that nothing else that a description may contain reaches Declarative Services in the host.
 *
 * @param pid PID of the configurations; equal to the strategy's name
 * @param implementation the class
 * @param activate name of the method that Declarative Services calls at the activation; empty if the description names none
 * @param deactivate name of the method that it calls at the deactivation; empty if the description names none
 * @param constructorParameters number of parameters of the constructor
 * @param activationFields names of the fields that get the properties
 */
public record ProxyComponent(
        String name,
        String pid,
        String implementation,
        String activate,
        String deactivate,
        int constructorParameters,
        List<String> activationFields,
        List<Property> properties) {

    /** The newest version whose rules the proxies need; Declarative Services reads older ones in the same way. */
    private static final String NAMESPACE = "http://www.osgi.org/xmlns/scr/v1.4.0";

    private static final Pattern DESCRIPTION = Pattern.compile("OSGI-INF/[^/]+\\.xml");

    /** @param lines the values of an array, one per line; if it is not empty, {@code value} is empty */
    public record Property(String name, String type, String value, String lines) {

        /** The value as Declarative Services converts it: a list becomes an array. */
        Object typed() {
            if (lines.isEmpty()) {
                return parse(value);
            }
            List<Object> values = lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(this::parse)
                    .toList();
            return values.toArray((Object[]) Array.newInstance(parse("0").getClass(), 0));
        }

        private Object parse(String text) {
            return switch (type) {
                case "Long" -> Long.valueOf(text);
                case "Double" -> Double.valueOf(text);
                case "Float" -> Float.valueOf(text);
                case "Integer" -> Integer.valueOf(text);
                case "Byte" -> Byte.valueOf(text);
                case "Character" -> text.charAt(0);
                case "Boolean" -> Boolean.valueOf(text);
                case "Short" -> Short.valueOf(text);
                default -> text;
            };
        }
    }

    /** Whether an entry of a bundle is the description of a component. */
    public static boolean isDescription(String entry) {
        return DESCRIPTION.matcher(entry).matches();
    }

    /** @throws IOException if the value of a property does not have its type */
    public Map<String, Object> typedProperties() throws IOException {
        Map<String, Object> typed = new TreeMap<>();
        for (Property property : properties) {
            try {
                typed.put(property.name(), property.typed());
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw new IOException("the property " + property.name() + " of the component " + name + ": '"
                        + property.value() + property.lines() + "' is no " + property.type());
            }
        }
        return typed;
    }

    /** Reads the description of a verified bundle. */
    public static ProxyComponent read(String entry, byte[] xml) throws IOException {
        Element component = BundleXml.parse(entry, xml);
        String type = BundleXml.children(component, "implementation").get(0).getAttribute("class");
        List<Property> properties = BundleXml.children(component, "property").stream()
                .map(each -> new Property(
                        each.getAttribute("name"),
                        each.getAttribute("type"),
                        each.getAttribute("value"),
                        each.hasAttribute("value") ? "" : each.getTextContent()))
                .toList();
        String parameters = component.getAttribute("init");
        String fields = component.getAttribute("activation-fields").strip();
        return new ProxyComponent(
                component.hasAttribute("name") ? component.getAttribute("name") : type,
                properties.stream()
                        .filter(property -> property.name().equals("strategy.name"))
                        .findFirst()
                        .orElseThrow(() -> new IOException(entry + " has no strategy.name"))
                        .value(),
                type,
                component.getAttribute("activate"),
                component.getAttribute("deactivate"),
                parameters.isEmpty() ? 0 : Integer.parseInt(parameters),
                fields.isEmpty() ? List.of() : Arrays.asList(fields.split("\\s+")),
                properties);
    }

    /** How a child process creates the component. */
    public RemoteComponent remote(Placement placement, Path jar, String hash) {
        return new RemoteComponent(
                placement,
                jar,
                hash,
                implementation,
                activate.isEmpty() ? "activate" : activate,
                deactivate.isEmpty() ? "deactivate" : deactivate,
                constructorParameters,
                activationFields);
    }

    /** The description of the proxy. Declarative Services calls its methods {@code activate} and {@code deactivate} by default. */
    byte[] describe(Class<? extends StrategyProxy> proxy) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Document document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .newDocument();
            Element component = document.createElementNS(NAMESPACE, "scr:component");
            document.appendChild(component);
            component.setAttribute("name", name);
            component.setAttribute("configuration-pid", pid);
            component.setAttribute("configuration-policy", "require");
            if (!activate.isEmpty() || constructorParameters > 0 || !activationFields.isEmpty()) {
                component.setAttribute(
                        "activate", "activate"); // the router reads: the strategy reads its configuration
            }
            add(component, "property", "name", "service.imported", "type", "Boolean", "value", "true");
            for (Property property : properties) {
                Element added = property.lines().isEmpty()
                        ? add(component, "property", "name", property.name(), "value", property.value())
                        : add(component, "property", "name", property.name());
                if (!property.type().isEmpty()) {
                    added.setAttribute("type", property.type());
                }
                added.setTextContent(property.lines());
            }
            add(add(component, "service"), "provide", "interface", "weir.strategy.RebalanceStrategy");
            add(component, "implementation", "class", proxy.getName());
            TransformerFactory.newDefaultInstance()
                    .newTransformer()
                    .transform(new DOMSource(document), new StreamResult(bytes));
        } catch (ParserConfigurationException | TransformerException e) {
            throw new IOException("the description of the component " + name + " cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static Element add(Node parent, String name, String... attributes) {
        Element element = parent.getOwnerDocument().createElement(name);
        for (int i = 0; i < attributes.length; i += 2) {
            element.setAttribute(attributes[i], attributes[i + 1]);
        }
        parent.appendChild(element);
        return element;
    }
}
