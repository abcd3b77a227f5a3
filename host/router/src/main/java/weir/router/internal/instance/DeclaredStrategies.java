package weir.router.internal.instance;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.strategy.RebalanceStrategy;

/**
 * Finds the strategies that bundles declare in their component descriptions. Reads the descriptions from the bundle, because
 * Declarative Services reads them only when the bundle is active, and a strategy that no route uses has no service. Stateless.
 */
public record DeclaredStrategies(BundleContext context) {

    private static final Logger LOG = LoggerFactory.getLogger(DeclaredStrategies.class);
    private static final String SERVICE_COMPONENT_HEADER = "Service-Component";

    /** Returns the versions of the active bundles that declare the strategy, lowest first. */
    public List<Version> versions(String strategy) {
        return Stream.of(context.getBundles())
                .filter(bundle ->
                        bundle.getState() == Bundle.ACTIVE && namesIn(bundle).contains(strategy))
                .map(Bundle::getVersion)
                .sorted()
                .toList();
    }

    /**
     * Returns the names of the strategies in a bundle: the configuration PIDs of the components that provide {@link
     * RebalanceStrategy}.
     */
    static Set<String> namesIn(Bundle bundle) {
        String header = bundle.getHeaders("").get(SERVICE_COMPONENT_HEADER);
        Set<String> names = new HashSet<>();
        for (String path : header == null ? new String[0] : header.split(",")) {
            String file = path.split(";")[0].trim();
            int slash = file.lastIndexOf('/');
            Enumeration<URL> found = bundle.findEntries(file.substring(0, slash + 1), file.substring(slash + 1), false);
            for (URL url : found == null ? List.<URL>of() : Collections.list(found)) {
                try (InputStream in = url.openStream()) {
                    names.addAll(readNames(in));
                } catch (IOException | XMLStreamException e) {
                    LOG.warn("{}: component description {} cannot be read", bundle, url.getPath(), e);
                }
            }
        }
        return names;
    }

    /** Returns the names of the strategies in a component description. */
    static Set<String> readNames(InputStream xml) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XMLStreamReader reader = factory.createXMLStreamReader(xml);
        Set<String> names = new HashSet<>();
        List<String> pids = List.of();
        while (reader.hasNext()) {
            if (reader.next() != XMLStreamReader.START_ELEMENT) {
                continue;
            }
            if (reader.getLocalName().equals("component")) {
                pids = configurationPids(reader);
            } else if (reader.getLocalName().equals("provide")
                    && RebalanceStrategy.class.getName().equals(reader.getAttributeValue(null, "interface"))) {
                names.addAll(pids);
            }
        }
        return names;
    }

    private static List<String> configurationPids(XMLStreamReader component) {
        String name = component.getAttributeValue(null, "name");
        String pids = component.getAttributeValue(null, "configuration-pid");
        return pids == null
                ? List.of(name)
                : Stream.of(pids.trim().split("\\s+"))
                        .map(pid -> pid.equals("$") ? name : pid)
                        .toList();
    }
}
