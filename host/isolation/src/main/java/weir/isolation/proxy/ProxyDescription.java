package weir.isolation.proxy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import weir.isolation.Level;
import weir.isolation.Placement;
import weir.isolation.RemoteComponent;

/** How a generated bundle describes the components that its proxies stand for: a file of properties. */
public final class ProxyDescription {

    /** Name of the file in the bundle. */
    public static final String ENTRY = "WEIR-INF/components.properties";

    private static final String SEPARATOR = "\n";

    private ProxyDescription() {}

    /** Adds a component. All components of a bundle have the same placement and JAR. */
    public static void write(Properties to, String name, RemoteComponent component) {
        Placement placement = component.placement();
        to.setProperty("publisher", placement.publisher());
        to.setProperty("publisher.name", placement.name());
        to.setProperty("level", placement.level().id());
        to.setProperty("wrapper", String.join(SEPARATOR, placement.wrapper()));
        to.setProperty("jar", component.jar().toString());
        to.setProperty("hash", component.hash());
        to.setProperty("class." + name, component.implementation());
        to.setProperty("activate." + name, component.activate());
        to.setProperty("deactivate." + name, component.deactivate());
        to.setProperty("constructor." + name, String.valueOf(component.constructorParameters()));
        to.setProperty("fields." + name, String.join(SEPARATOR, component.activationFields()));
    }

    /** The component of this name. */
    public static RemoteComponent read(Properties from, String name) {
        Placement placement = new Placement(
                from.getProperty("publisher"),
                from.getProperty("publisher.name"),
                Level.of(from.getProperty("level")).orElseThrow(),
                list(from.getProperty("wrapper")));
        return new RemoteComponent(
                placement,
                Path.of(from.getProperty("jar")),
                from.getProperty("hash"),
                from.getProperty("class." + name),
                from.getProperty("activate." + name),
                from.getProperty("deactivate." + name),
                Integer.parseInt(from.getProperty("constructor." + name)),
                list(from.getProperty("fields." + name)));
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(SEPARATOR));
    }
}
