package weir.installer.internal.policy;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.apache.felix.utils.manifest.Clause;
import org.w3c.dom.Element;
import weir.installer.verify.PluginRejectedException;

/** Rules for the XML files below {@code OSGI-INF/}: component descriptions, and others, which must be harmless to parse. */
public final class DescriptionPolicy {

    private static final String HEADER = "Service-Component";
    /** Declarative Services reads no other files of a plugin. */
    private static final Pattern COMPONENT = Pattern.compile("OSGI-INF/[^/]+\\.xml");

    private DescriptionPolicy() {}

    /** Returns the names of the bundle's strategies. */
    public static Set<String> verify(Manifest manifest, Map<String, byte[]> descriptions)
            throws PluginRejectedException {
        boolean hasComponents = false;
        for (Clause clause : ManifestPolicy.clauses(manifest.getMainAttributes(), HEADER)) {
            hasComponents = true;
            String path = clause.getName();
            if (!COMPONENT.matcher(path).matches() || !path.contains("*") && !descriptions.containsKey(path)) {
                throw new PluginRejectedException(
                        "its header " + HEADER + " names " + path
                                + ", which is not an XML file of the directory OSGI-INF",
                        "build it with bnd");
            }
        }
        Set<String> strategies = new TreeSet<>();
        for (Map.Entry<String, byte[]> description : descriptions.entrySet()) {
            String entry = description.getKey();
            Element root = parse(entry, description.getValue());
            // Also files that the header does not name: commands read them, too.
            if (hasComponents && COMPONENT.matcher(entry).matches()) {
                strategies.add(ComponentPolicy.verify(entry, root));
            }
        }
        return strategies;
    }

    private static Element parse(String entry, byte[] xml) throws PluginRejectedException {
        try {
            return BundleXml.parse(entry, xml);
        } catch (IOException e) {
            throw new PluginRejectedException(e.getMessage(), "build it with bnd, which writes valid descriptions", e);
        }
    }
}
