package weir.installer.internal.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;
import org.osgi.framework.Constants;
import weir.installer.internal.permission.PermissionScan;
import weir.installer.verify.PluginRejectedException;

/**
 * What verification needs of a JAR.
 *
 * @param descriptions by name, the XML files below {@code OSGI-INF/}
 * @param packages names of the packages that have classes
 * @param scan the permissions that the classes need
 */
public record JarContent(
        Manifest manifest, Map<String, byte[]> descriptions, Set<String> packages, PermissionScan scan) {

    private static final long MAX_UNPACKED_MIB = 256;
    /** Bounds the memory that the inspection of one class takes. */
    public static final int MAX_CLASS_MIB = 16;

    private static final int MAX_DESCRIPTIONS = 100;
    private static final String DESCRIPTIONS = "OSGI-INF/";
    private static final Pattern MULTI_RELEASE_ENTRY = Pattern.compile("META-INF/versions/(\\d{1,5})/(.*)");

    /**
     * Reads each entry of a JAR once and checks its classes.
     *
     * @throws PluginRejectedException if the JAR is damaged, too large, or has an entry that plugins must not have
     */
    public static JarContent read(Path file) throws PluginRejectedException {
        return read(file, jar -> {
            Manifest manifest = manifest(jar);
            PermissionScan scan = new PermissionScan(ownClasses(jar, manifest));
            JarContent content = new JarContent(manifest, new TreeMap<>(), new TreeSet<>(), scan);
            content.readEntries(jar);
            return content;
        });
    }

    public static Manifest readManifest(Path file) throws PluginRejectedException {
        return read(file, JarContent::manifest);
    }

    private interface Reader<T> {
        T read(JarFile jar) throws IOException, PluginRejectedException;
    }

    private static <T> T read(Path file, Reader<T> reader) throws PluginRejectedException {
        try (JarFile jar = new JarFile(file.toFile(), true)) {
            return reader.read(jar);
        } catch (SecurityException e) {
            throw new PluginRejectedException(
                    "its signature is invalid (" + e.getMessage() + ")",
                    "sign it again; if libraries were merged into it, leave out their signatures: META-INF/*.SF, *.RSA,"
                            + " *.DSA and *.EC",
                    e);
        } catch (IOException | RuntimeException e) { // java.util.jar and ASM report damage by many types of exception
            throw new PluginRejectedException(
                    "the JAR is damaged or incomplete (" + e.getMessage() + ")",
                    "copy it again under another name, then rename it",
                    e);
        }
    }

    /** The manifest. It is parsed here rather than by {@link JarFile}, which accepts a name in lower case; the framework does not. */
    private static Manifest manifest(JarFile jar) throws IOException, PluginRejectedException {
        JarEntry entry = jar.getJarEntry(JarFile.MANIFEST_NAME);
        if (entry == null || !entry.getName().equals(JarFile.MANIFEST_NAME)) {
            throw new PluginRejectedException(
                    "it has no META-INF/MANIFEST.MF and is not a bundle",
                    "build it with the bnd-maven-plugin as docs/plugin-guide.md shows");
        }
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] content = in.readNBytes((StrictManifest.MAX_KIB << 10) + 1);
            Manifest manifest = StrictManifest.parse(content);
            if (content.length != entry.getSize()) { // the framework reads as many bytes as the directory states
                throw new ZipException(entry.getName() + " has a wrong size");
            }
            return manifest;
        }
    }

    /** The internal names of the classes that the bundle loads from this JAR: a class of an imported package comes from its exporter. */
    private static Set<String> ownClasses(JarFile jar, Manifest manifest) throws PluginRejectedException {
        Set<String> imported = new HashSet<>();
        ManifestPolicy.clauses(manifest.getMainAttributes(), Constants.IMPORT_PACKAGE)
                .forEach(clause -> imported.add(clause.getName()));
        return jar.stream()
                .map(JarEntry::getName)
                .filter(name -> name.endsWith(".class"))
                .map(name -> MULTI_RELEASE_ENTRY.matcher(name).replaceFirst("$2"))
                .filter(name -> !imported.contains(packageName(name)))
                .map(name -> name.substring(0, name.length() - ".class".length()))
                .collect(Collectors.toSet());
    }

    private static String packageName(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/'))).replace('/', '.');
    }

    private void readEntries(JarFile jar) throws IOException, PluginRejectedException {
        long remaining = MAX_UNPACKED_MIB << 20;
        Set<String> names = new HashSet<>();
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            JarEntry entry = entries.nextElement();
            requireUnambiguous(entry, names);
            remaining -= readEntry(jar, entry, remaining);
            if (remaining < 0) {
                throw new PluginRejectedException(
                        "it unpacks to more than " + MAX_UNPACKED_MIB + " MiB", "keep data out of the bundle");
            }
        }
    }

    /** Programs read different entries of those with the same name, and some ignore the case of the manifest's name. */
    private static void requireUnambiguous(JarEntry entry, Set<String> names) throws PluginRejectedException {
        String name = entry.getName();
        if (!names.add(name) && !entry.isDirectory()) {
            throw new PluginRejectedException("it has the file " + name + " twice", "build it again");
        }
        if (name.equalsIgnoreCase(JarFile.MANIFEST_NAME) && !name.equals(JarFile.MANIFEST_NAME)) {
            throw new PluginRejectedException(
                    "it has the file " + name + " in addition to " + JarFile.MANIFEST_NAME, "remove it");
        }
    }

    /** Returns the size of an entry; a size above the remaining one may be too low. */
    private long readEntry(JarFile jar, JarEntry entry, long remaining) throws IOException, PluginRejectedException {
        String name = entry.getName();
        try (CheckedInputStream in = new CheckedInputStream(jar.getInputStream(entry), new CRC32())) {
            long size = 0;
            if (isClass(name)) {
                size = readClass(name, in);
            } else if (isDescription(name)) {
                size = readDescription(name, in);
            }
            byte[] buffer = new byte[1 << 14];
            for (int read = in.read(buffer); read >= 0 && size <= remaining; read = in.read(buffer)) {
                size += read;
            }
            if (size <= remaining
                    && entry.getCrc() >= 0
                    && in.getChecksum().getValue() != entry.getCrc()
                    && !entry.isDirectory()) {
                throw new ZipException(name + " has a wrong checksum");
            }
            return size;
        }
    }

    private int readClass(String name, InputStream in) throws IOException, PluginRejectedException {
        byte[] content = in.readNBytes((MAX_CLASS_MIB << 20) + 1);
        if (content.length > MAX_CLASS_MIB << 20) {
            throw new PluginRejectedException(
                    name + " is a class of more than " + MAX_CLASS_MIB + " MiB", "keep data out of classes");
        }
        Matcher multiRelease = MULTI_RELEASE_ENTRY.matcher(name);
        String path = multiRelease.matches() ? multiRelease.group(2) : name;
        if (path.equals(name)
                || Integer.parseInt(multiRelease.group(1)) <= Runtime.version().feature()
                || ClassPolicy.isLoadable(content)) {
            ClassPolicy.verify(name, content, scan);
            packages.add(packageName(path));
        }
        return content.length;
    }

    private int readDescription(String name, InputStream in) throws IOException, PluginRejectedException {
        byte[] content = in.readNBytes(BundleXml.MAX_BYTES + 1);
        descriptions.put(name, content);
        if (descriptions.size() > MAX_DESCRIPTIONS) {
            throw new PluginRejectedException(
                    "it has more than " + MAX_DESCRIPTIONS + " XML files in " + DESCRIPTIONS, "make several bundles");
        }
        return content.length;
    }

    /** Whether the framework or an extender may parse this entry as XML. */
    private static boolean isDescription(String name) throws PluginRejectedException {
        if (name.startsWith(DESCRIPTIONS + "configurator/")) {
            throw new PluginRejectedException("it has the file " + name + ", which configures the host", "remove it");
        }
        return name.startsWith(DESCRIPTIONS) && name.endsWith(".xml");
    }

    /** Whether the framework may load this entry as a class; its name may have parts that are no Java names, such as META-INF. */
    private static boolean isClass(String entry) throws PluginRejectedException {
        Matcher multiRelease = MULTI_RELEASE_ENTRY.matcher(entry);
        if (multiRelease.matches()
                && multiRelease.group(2).startsWith(DESCRIPTIONS)
                && !multiRelease.group(2).equals(DESCRIPTIONS)) {
            throw new PluginRejectedException(
                    "it has the file " + entry + ", which would replace the manifest or a description for Java "
                            + multiRelease.group(1),
                    "leave META-INF/versions/ of merged libraries out");
        }
        return entry.endsWith(".class");
    }
}
