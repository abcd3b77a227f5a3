package weir.installer.internal.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import weir.installer.verify.PluginRejectedException;

/**
 * Rules for the component descriptions of a plugin. A component is a strategy that the host creates for a route: it provides nothing
 * else, gets no service of the host, and runs no code when its bundle starts. Each rule permits what is known to be harmless.
 */
final class ComponentPolicy {

    private static final String STRATEGY_SERVICE = "weir.strategy.RebalanceStrategy";
    private static final String NAMESPACE = "http://www.osgi.org/xmlns/scr/v1.";
    private static final Map<String, Set<String>> ATTRIBUTES = Map.of(
            "property", Set.of("name", "type", "value"),
            "service", Set.of("scope", "servicefactory"),
            "provide", Set.of("interface"),
            "implementation", Set.of("class"));

    private static final Pattern STRATEGY_NAME = Pattern.compile("[a-z][a-z0-9-]*");

    private static final Set<String> COMPONENT_ATTRIBUTES = Set.of(
            "name",
            "configuration-pid",
            "configuration-policy",
            "immediate",
            "enabled",
            "activate",
            "deactivate",
            "modified",
            "activation-fields",
            "init");

    /** Property names that the framework, Declarative Services, an extender or the host gives a meaning. */
    private static final List<String> RESERVED_PROPERTIES = List.of(
            "objectclass",
            "service.",
            "component.",
            "osgi.",
            "org.osgi.",
            "org.apache.",
            "felix.",
            "weir.",
            "strategy.");

    private static final Set<String> PERMITTED_PROPERTIES =
            Set.of("strategy.name", "service.vendor", "service.description");

    private ComponentPolicy() {}

    /**
     * Checks one component description.
     *
     * @return the strategy's name
     */
    static String verify(String entry, Element component) throws PluginRejectedException {
        String namespace = String.valueOf(component.getNamespaceURI());
        if (!component.getLocalName().equals("component") || !namespace.startsWith(NAMESPACE)) {
            throw rejected(entry, "is not the description of one component", "build it with bnd");
        }
        verifyAttributes(entry, component);
        String name = null;
        int services = 0;
        int implementations = 0;
        for (Element child : BundleXml.children(component)) {
            switch (ownName(child, component)) {
                case "property" -> {
                    requireLeaf(entry, child);
                    name = verifyProperty(entry, child, name);
                }
                case "service" -> {
                    verifyService(entry, child);
                    services++;
                }
                case "implementation" -> {
                    requireLeaf(entry, child);
                    implementations++;
                }
                case "reference" ->
                    throw rejected(
                            entry,
                            "references the service " + child.getAttribute("interface")
                                    + ", and plugins get no services",
                            "use the arguments of decide() and remove the @Reference");
                default -> throw rejected(entry, "has the element " + child.getNodeName(), "remove it");
            }
        }
        if (services != 1) {
            throw rejected(
                    entry, "does not provide " + STRATEGY_SERVICE, "make the class a strategy, or no @Component");
        }
        if (implementations != 1) {
            throw rejected(entry, "has " + implementations + " elements implementation", "keep one");
        }
        return verifyName(entry, component, name);
    }

    /** Declarative Services also accepts a component inside each other element, and creates it when the bundle starts. */
    private static void requireLeaf(String entry, Element element) throws PluginRejectedException {
        for (Element child : BundleXml.children(element)) {
            throw rejected(
                    entry,
                    "has the element " + child.getNodeName() + " inside the element " + element.getNodeName(),
                    "remove it");
        }
        requirePermitted(entry, element, ATTRIBUTES.get(element.getLocalName()));
    }

    private static void requirePermitted(String entry, Element element, Set<String> permitted)
            throws PluginRejectedException {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            String name = attributes.item(i).getNodeName();
            if (!name.startsWith("xmlns") && !permitted.contains(name)) {
                throw rejected(entry, "has the attribute " + name, "remove it");
            }
        }
    }

    /** The element's name. Prefixed if Declarative Services could ignore the element because of its namespace. */
    private static String ownName(Element element, Element parent) {
        String namespace = element.getNamespaceURI();
        return namespace == null || namespace.equals(parent.getNamespaceURI())
                ? element.getNodeName()
                : namespace + ":" + element.getLocalName();
    }

    private static void verifyAttributes(String entry, Element component) throws PluginRejectedException {
        requirePermitted(entry, component, COMPONENT_ATTRIBUTES);
        if (!component.getAttribute("init").matches("\\d{0,3}")) {
            throw rejected(entry, "has init=\"" + component.getAttribute("init") + "\"", "build it with bnd");
        }
        if (!component.getAttribute("configuration-policy").equals("require")) {
            throw rejected(
                    entry,
                    "has the configuration policy '" + component.getAttribute("configuration-policy")
                            + "', with which it would run without a route",
                    "add configurationPolicy = ConfigurationPolicy.REQUIRE");
        }
        requireAbsentOr("false", entry, component, "immediate");
        requireAbsentOr("true", entry, component, "enabled");
    }

    private static void requireAbsentOr(String value, String entry, Element element, String attribute)
            throws PluginRejectedException {
        if (element.hasAttribute(attribute) && !element.getAttribute(attribute).equals(value)) {
            throw rejected(
                    entry,
                    "has " + attribute + "=\"" + element.getAttribute(attribute) + "\"",
                    "remove '" + attribute + "' from the @Component");
        }
    }

    private static String verifyProperty(String entry, Element property, String strategy)
            throws PluginRejectedException {
        String name = property.getAttribute("name");
        String key = name.toLowerCase(Locale.ROOT);
        if (name.isBlank()
                || RESERVED_PROPERTIES.stream().anyMatch(key::startsWith) && !PERMITTED_PROPERTIES.contains(name)) {
            throw rejected(entry, "has the property '" + name + "', which is reserved for the host", "remove it");
        }
        if (!name.equals("strategy.name")) {
            return strategy;
        }
        if (strategy != null) {
            throw rejected(entry, "has two properties strategy.name", "keep one");
        }
        return property.getAttribute("value");
    }

    private static void verifyService(String entry, Element service) throws PluginRejectedException {
        requirePermitted(entry, service, ATTRIBUTES.get("service"));
        for (Element providedService : BundleXml.children(service)) {
            String type = providedService.getAttribute("interface");
            if (!ownName(providedService, service).equals("provide") || !type.equals(STRATEGY_SERVICE)) {
                throw rejected(
                        entry,
                        "provides the service " + type,
                        "provide only " + STRATEGY_SERVICE + " (@Component(service = RebalanceStrategy.class))");
            }
            requireLeaf(entry, providedService);
        }
        if (BundleXml.children(service).size() != 1) {
            throw rejected(entry, "does not provide " + STRATEGY_SERVICE + " once", "provide this service only");
        }
    }

    private static String verifyName(String entry, Element component, String name) throws PluginRejectedException {
        if (name == null || !STRATEGY_NAME.matcher(name).matches()) {
            throw rejected(
                    entry,
                    name == null ? "has no strategy.name" : "has the strategy name '" + name + "'",
                    "name the strategy with lower case letters, digits and dashes, beginning with a letter:"
                            + " @StrategyComponent(name = \"my-strategy\")");
        }
        String pid = component.getAttribute("configuration-pid").strip();
        if (pid.isEmpty() || pid.equals("$")) {
            pid = component.getAttribute("name");
        }
        if (!pid.equals(name)) {
            throw rejected(
                    entry,
                    "has the configuration PID '" + pid + "' and the strategy name '" + name + "'",
                    "make both equal: @Component(configurationPid = \"" + name + "\", …)");
        }
        return name;
    }

    private static PluginRejectedException rejected(String entry, String problem, String remedy) {
        return new PluginRejectedException("its component " + entry + " " + problem, remedy);
    }
}
