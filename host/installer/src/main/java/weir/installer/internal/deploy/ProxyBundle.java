package weir.installer.internal.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.objectweb.asm.ClassReader;
import org.osgi.framework.Constants;
import org.w3c.dom.Element;
import weir.installer.internal.policy.BundleXml;
import weir.isolation.Placement;
import weir.isolation.RemoteComponent;
import weir.isolation.proxy.ProxyDescription;
import weir.isolation.proxy.StatefulStrategyProxy;
import weir.isolation.proxy.StrategyProxy;

/**
 * Generates the bundle that stands in the framework for a bundle whose strategies run in a child process (ADR 91). It has the same name,
 * version, capabilities and descriptions, but no classes: its components are proxies. So routes, versions and parameters work as
 * for other bundles.
 */
final class ProxyBundle {

    private static final String COMPONENTS = "Service-Component";

    /** Headers that are copied. Imports and exports are not: no other bundle gets code of this one, and it gets none. */
    private static final List<String> HEADERS = List.of(
            Constants.BUNDLE_MANIFESTVERSION,
            Constants.BUNDLE_SYMBOLICNAME,
            Constants.BUNDLE_VERSION,
            Constants.BUNDLE_NAME,
            Constants.BUNDLE_DESCRIPTION,
            Constants.BUNDLE_VENDOR,
            Constants.BUNDLE_LICENSE,
            Constants.BUNDLE_LOCALIZATION,
            Constants.PROVIDE_CAPABILITY,
            Constants.REQUIRE_CAPABILITY,
            COMPONENTS);

    private static final Set<String> METHODS =
            Set.of("activate", "deactivate", "modified", "activation-fields", "init");

    private final JarFile jar;
    private final Path file;
    private final String hash;
    private final Placement placement;
    private final Properties components = new Properties();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private ProxyBundle(JarFile jar, Path file, String hash, Placement placement) {
        this.jar = jar;
        this.file = file;
        this.hash = hash;
        this.placement = placement;
    }

    /**
     * Returns the content of the generated JAR.
     *
     * @param file the verified JAR, which a child process will load from this place
     * @param hash its hash
     * @throws IOException if it cannot be read
     */
    static byte[] generate(Path file, String hash, Placement placement) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            return new ProxyBundle(jar, file.toAbsolutePath(), hash, placement).generate();
        }
    }

    private byte[] generate() throws IOException {
        Attributes headers = jar.getManifest().getMainAttributes();
        boolean hasComponents = headers.getValue(COMPONENTS) != null;
        for (JarEntry entry : jar.stream().filter(each -> !each.isDirectory()).toList()) {
            String name = entry.getName();
            if (name.startsWith("OSGI-INF/")) {
                boolean isComponent = hasComponents && name.matches("OSGI-INF/[^/]+\\.xml");
                entries.put(name, isComponent ? proxy(name, read(name)) : read(name));
            }
        }
        StringWriter description = new StringWriter();
        components.store(description, null);
        entries.put(ProxyDescription.ENTRY, description.toString().getBytes(StandardCharsets.UTF_8));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (String header : HEADERS) {
            Optional.ofNullable(headers.getValue(header))
                    .ifPresent(value -> manifest.getMainAttributes().putValue(header, value));
        }
        manifest.getMainAttributes()
                .putValue(Constants.IMPORT_PACKAGE, "weir.strategy," + StrategyProxy.class.getPackageName());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /** Replaces the implementation of a component by a proxy, which Declarative Services activates by the default names of methods. */
    private byte[] proxy(String entry, byte[] xml) throws IOException {
        Element component = BundleXml.parse(entry, xml);
        Element implementation = BundleXml.children(component, "implementation").get(0);
        String type = implementation.getAttribute("class");
        String name = component.hasAttribute("name") ? component.getAttribute("name") : type;
        component.setAttribute("name", name);
        String activate = component.getAttribute("activate");
        String deactivate = component.getAttribute("deactivate");
        String parameters = component.getAttribute("init");
        String fields = component.getAttribute("activation-fields");
        ProxyDescription.write(
                components,
                name,
                new RemoteComponent(
                        placement,
                        file,
                        hash,
                        type,
                        activate.isEmpty() ? "activate" : activate,
                        deactivate.isEmpty() ? "deactivate" : deactivate,
                        parameters.isEmpty() ? 0 : Integer.parseInt(parameters),
                        fields.isBlank()
                                ? List.of()
                                : Arrays.asList(fields.strip().split("\\s+"))));
        METHODS.forEach(component::removeAttribute);
        component.setAttribute("activate", "activate");
        component.setAttribute("deactivate", "deactivate");
        Class<?> proxy = isStateful(type, new HashSet<>()) ? StatefulStrategyProxy.class : StrategyProxy.class;
        implementation.setAttribute("class", proxy.getName());
        String prefix = implementation.getPrefix() == null ? "" : implementation.getPrefix() + ":";
        Element imported =
                component.getOwnerDocument().createElementNS(implementation.getNamespaceURI(), prefix + "property");
        imported.setAttribute("name", "service.imported");
        imported.setAttribute("type", "Boolean");
        imported.setAttribute("value", "true");
        component.insertBefore(imported, component.getFirstChild());
        return serialize(component);
    }

    /** Whether a class of the bundle implements {@code StatefulStrategy}, also through classes that it extends. */
    private boolean isStateful(String type, Set<String> seen) throws IOException {
        String entry = type.replace('.', '/') + ".class";
        if (type.equals("weir.strategy.StatefulStrategy")) {
            return true;
        }
        if (jar.getEntry(entry) == null || !seen.add(type)) {
            return false;
        }
        ClassReader reader = new ClassReader(read(entry));
        if (reader.getSuperName() != null && isStateful(reader.getSuperName().replace('/', '.'), seen)) {
            return true;
        }
        for (String each : reader.getInterfaces()) {
            if (isStateful(each.replace('/', '.'), seen)) {
                return true;
            }
        }
        return false;
    }

    private byte[] read(String entry) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getJarEntry(entry))) {
            return in.readAllBytes();
        }
    }

    private static byte[] serialize(Element component) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
            transformer.transform(new DOMSource(component.getOwnerDocument()), new StreamResult(bytes));
        } catch (TransformerException e) {
            throw new IOException("a component description cannot be written", e);
        }
        return bytes.toByteArray();
    }
}
