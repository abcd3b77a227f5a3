package weir.share.repository;

import aQute.bnd.osgi.repository.XMLResourceGenerator;
import aQute.bnd.osgi.repository.XMLResourceParser;
import aQute.bnd.osgi.resource.ResourceBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.service.repository.ContentNamespace;
import weir.base.WeirException;
import weir.installer.verify.Permission;

/**
 * The file {@code index.xml}: an OSGi repository (OSGi Compendium, chapter 132) that bnd writes and reads. Only this class uses bnd, which
 * is not on the class path of the host.
 */
public final class RepositoryIndex {

    private static final String STRATEGY = "weir.strategy";
    private static final String CHANGES = "weir.changes";
    private static final String PERMISSION = "weir.permission";
    /** The parser of filters is recursive. */
    private static final int MAX_FILTER_CHARS = 1_000;

    private RepositoryIndex() {}

    /**
     * Writes the index of JARs. Equal JARs give equal bytes.
     *
     * @param repository name of the repository
     * @param jars the files by hash
     */
    public static byte[] write(String repository, SortedMap<String, Path> jars) {
        try {
            // The name sets the increment to the current time.
            XMLResourceGenerator index =
                    new XMLResourceGenerator().name(repository).increment(0).indent(1);
            for (Map.Entry<String, Path> jar : jars.entrySet()) {
                ResourceBuilder builder = new ResourceBuilder();
                builder.addFile(jar.getValue().toFile(), URI.create(IndexedBundle.path(jar.getKey())));
                index.resource(builder.build());
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            index.save(bytes);
            return bytes.toByteArray();
        } catch (Exception e) { // bnd declares it
            throw WeirException.failed("cannot write the index", "Build the JARs again with the bnd-maven-plugin.", e);
        }
    }

    /**
     * Reads an index.
     *
     * @param document name of the file, for messages
     * @throws WeirException if it is malformed, refers to files outside of {@code bundles/}, or names a JAR twice
     */
    public static List<IndexedBundle> read(String document, byte[] content) {
        requirePlainXml(document, content);
        List<IndexedBundle> bundles = new ArrayList<>();
        Set<String> hashes = new HashSet<>();
        for (Resource resource : parse(document, content)) {
            IndexedBundle bundle = bundle(document, resource);
            if (!hashes.add(bundle.sha256())) {
                throw malformed(document, "it names " + bundle.path() + " twice");
            }
            bundles.add(bundle);
        }
        if (bundles.size() > RepositoryHead.MAX_BUNDLES) {
            throw malformed(document, "it has more than " + RepositoryHead.MAX_BUNDLES + " bundles");
        }
        return bundles;
    }

    /** The parser of bnd would unpack gzip without a limit, and would open the URL of a referral. */
    private static void requirePlainXml(String document, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (!text.startsWith("<?xml version='1.0' encoding='UTF-8'?>")) {
            throw malformed(
                    document, "it does not begin with <?xml version='1.0' encoding='UTF-8'?>, as bnd writes it");
        }
        for (String forbidden : List.of("<!", "<referral", ":referral")) {
            if (text.contains(forbidden)) {
                throw malformed(document, "it contains '" + forbidden + "', which an index must not have");
            }
        }
    }

    private static List<Resource> parse(String document, byte[] content) {
        try (XMLResourceParser parser = new XMLResourceParser(
                new ByteArrayInputStream(content), document, 0, new HashSet<>(), URI.create("weir:index"))) {
            List<Resource> resources = parser.parse();
            if (resources != null && parser.isOk()) {
                return resources;
            }
            throw malformed(document, String.join("; ", parser.getErrors()));
        } catch (WeirException e) {
            throw e;
        } catch (Exception | StackOverflowError e) { // bnd declares it, and reports malformed values by many types
            throw malformed(document, "bnd cannot read it (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static IndexedBundle bundle(String document, Resource resource) {
        Map<String, Object> identity = only(document, resource, IdentityNamespace.IDENTITY_NAMESPACE);
        Map<String, Object> content = only(document, resource, ContentNamespace.CONTENT_NAMESPACE);
        try {
            String hash = text(content, ContentNamespace.CONTENT_NAMESPACE).toLowerCase(Locale.ROOT);
            long size = (Long) content.get(ContentNamespace.CAPABILITY_SIZE_ATTRIBUTE);
            String url = text(content, ContentNamespace.CAPABILITY_URL_ATTRIBUTE);
            String name = text(identity, IdentityNamespace.IDENTITY_NAMESPACE);
            require(hash.matches("[0-9a-f]{64}"), document, "'" + hash + "' is no SHA-256");
            require(
                    url.equals(IndexedBundle.path(hash)),
                    document,
                    "the URL '" + url + "' is not bundles/<sha256>.jar");
            require(
                    size > 0 && size <= IndexedBundle.MAX_BYTES,
                    document,
                    "the size " + size + " of " + name + " is not between 1 and " + IndexedBundle.MAX_BYTES);
            require(name.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*"), document, "'" + name + "' is no bundle name");
            return new IndexedBundle(
                    name,
                    Version.parseVersion(identity.get(IdentityNamespace.CAPABILITY_VERSION_ATTRIBUTE)
                            .toString()),
                    hash,
                    size,
                    IndexedBundle.license(plain(identity, IdentityNamespace.CAPABILITY_LICENSE_ATTRIBUTE)),
                    plain(identity, IdentityNamespace.CAPABILITY_DESCRIPTION_ATTRIBUTE),
                    resource.getCapabilities(CHANGES).stream()
                            .map(capability -> plain(capability.getAttributes(), CHANGES))
                            .findFirst()
                            .orElse(""),
                    resource.getCapabilities(STRATEGY).stream()
                            .map(capability -> plain(capability.getAttributes(), STRATEGY))
                            .toList(),
                    permissions(document, resource.getRequirements(PERMISSION)),
                    resource.getRequirements(PackageNamespace.PACKAGE_NAMESPACE).stream()
                            .map(requirement -> requirement.getDirectives().get(Constants.FILTER_DIRECTIVE))
                            .filter(filter -> filter != null && filter.contains("=weir."))
                            .peek(filter -> require(
                                    filter.length() <= MAX_FILTER_CHARS,
                                    document,
                                    "a filter of " + name + " has more than " + MAX_FILTER_CHARS + " characters"))
                            .toList());
        } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw malformed(document, "a bundle lacks its name, version, hash, size or URL");
        }
    }

    private static Map<String, Object> only(String document, Resource resource, String namespace) {
        List<Capability> capabilities = resource.getCapabilities(namespace);
        require(capabilities.size() == 1, document, "a bundle does not have exactly one capability " + namespace);
        return capabilities.get(0).getAttributes();
    }

    private static Set<Permission> permissions(String document, List<Requirement> requirements) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (Requirement requirement : requirements) {
            Object value = requirement.getAttributes().get(PERMISSION);
            Collection<?> names = value instanceof Collection<?> list ? list : Arrays.asList(value);
            for (Object name : names) {
                Optional<Permission> permission = Permission.of(String.valueOf(name));
                require(
                        permission.isPresent() || "pure".equals(name),
                        document,
                        "'" + name + "' is no permission; a newer Weir may know it");
                permission.ifPresent(permissions::add);
            }
        }
        return permissions;
    }

    private static String text(Map<String, Object> attributes, String name) {
        return (String) attributes.get(name);
    }

    /** A text for people, without characters that change the terminal or the direction of the text. */
    private static String plain(Map<String, Object> attributes, String name) {
        String text = String.valueOf(attributes.getOrDefault(name, "")).replaceAll("[\\p{Cntrl}\\p{Cf}]", " ");
        return text.substring(0, Math.min(text.length(), 500));
    }

    private static void require(boolean isValid, String document, String problem) {
        if (!isValid) {
            throw malformed(document, problem);
        }
    }

    private static WeirException malformed(String document, String problem) {
        return WeirException.failed(
                document + " is no valid index: " + problem, "Ask the publisher to publish again with `weir publish`.");
    }
}
