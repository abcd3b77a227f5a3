package weir.installer.internal.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Enumeration;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassReader;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import weir.isolation.Placement;
import weir.isolation.proxy.ProxyDescription;
import weir.isolation.proxy.StatefulStrategyProxy;
import weir.isolation.proxy.StrategyProxy;

/**
 * Generates the bundle that stands in the framework for a bundle whose strategies run in a child process (ADR 91). It has the same name,
 * version, capabilities and descriptions, but no classes: its components are proxies. So routes, versions and parameters work as
 * for other bundles. Each component description is written anew, because a copied one might contain what the verification has not seen.
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
            Constants.PROVIDE_CAPABILITY,
            Constants.REQUIRE_CAPABILITY);

    /** The only entries that are copied: the host reads the parameters of strategies from them. */
    private static final Pattern METATYPE = Pattern.compile("OSGI-INF/metatype/[^/]+\\.xml");

    private final JarFile jar;
    private final Path file;
    private final String hash;
    private final Placement placement;
    private final Manifest manifest = new Manifest();
    private final Properties components = new Properties();
    private final List<String> descriptions = new ArrayList<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private ProxyBundle(JarFile jar, Path file, String hash, Placement placement) {
        this.jar = jar;
        this.file = file;
        this.hash = hash;
        this.placement = placement;
    }

    /**
     * Generates the bundle.
     *
     * @param file the verified JAR, which a child process will load from this place
     * @param hash its hash
     * @throws IOException if it cannot be read
     */
    static ProxyBundle of(Path file, String hash, Placement placement) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            ProxyBundle bundle = new ProxyBundle(jar, file.toAbsolutePath(), hash, placement);
            bundle.generate();
            return bundle;
        }
    }

    /** Whether a bundle of the framework was generated here, for whatever level. */
    static boolean isGenerated(Bundle bundle) {
        return bundle.getEntry(ProxyDescription.ENTRY) != null;
    }

    /** Whether a bundle of the framework has exactly the entries, the headers and the placement of this one. */
    boolean isContentOf(Bundle bundle) throws IOException {
        Enumeration<URL> found = bundle.findEntries("/", "*", true);
        Set<String> names = (found == null ? List.<URL>of() : Collections.list(found))
                .stream()
                        .map(url -> url.getPath().substring(1))
                        .filter(name -> !name.endsWith("/") && !name.equals(JarFile.MANIFEST_NAME))
                        .collect(Collectors.toSet());
        Dictionary<String, String> headers = bundle.getHeaders("");
        Attributes expected = manifest.getMainAttributes();
        if (!names.equals(entries.keySet())
                || headers.size() != expected.size()
                || !Collections.list(headers.keys()).stream()
                        .allMatch(name -> headers.get(name).equals(expected.getValue(name)))) {
            return false;
        }
        Properties installed = new Properties();
        try (InputStream in = bundle.getEntry(ProxyDescription.ENTRY).openStream()) {
            installed.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return installed.equals(components);
    }

    private void generate() throws IOException {
        Attributes original = jar.getManifest().getMainAttributes();
        boolean hasComponents = original.getValue(COMPONENTS) != null;
        for (JarEntry entry : jar.stream().toList()) {
            String name = entry.getName();
            if (hasComponents && ProxyComponent.isDescription(name)) {
                addComponent(ProxyComponent.read(name, read(name)));
            } else if (METATYPE.matcher(name).matches()) {
                entries.put(name, read(name));
            }
        }
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (String header : HEADERS) {
            Optional.ofNullable(original.getValue(header)).ifPresent(value -> headers.putValue(header, value));
        }
        headers.putValue(Constants.IMPORT_PACKAGE, "weir.strategy," + StrategyProxy.class.getPackageName());
        if (!components.isEmpty()) {
            headers.putValue(COMPONENTS, String.join(",", descriptions));
        }
        StringWriter description = new StringWriter();
        components.store(description, null);
        entries.put(ProxyDescription.ENTRY, description.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes of the JAR. */
    byte[] content() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private void addComponent(ProxyComponent component) throws IOException {
        String type = component.implementation();
        String entry = "OSGI-INF/component" + (descriptions.size() + 1) + ".xml";
        descriptions.add(entry);
        entries.put(
                entry,
                component.describe(
                        isStateful(type, new HashSet<>()) ? StatefulStrategyProxy.class : StrategyProxy.class));
        ProxyDescription.write(components, component.name(), component.remote(placement, file, hash));
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
}
