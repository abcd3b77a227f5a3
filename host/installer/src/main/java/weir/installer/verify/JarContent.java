package weir.installer.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;

/**
 * What verification needs of a JAR. Immutable.
 *
 * @param descriptions by name, the XML files below {@code OSGI-INF/}
 */
record JarContent(Manifest manifest, Map<String, byte[]> descriptions) {

    private static final long MAX_UNPACKED_MIB = 256;
    /** Bounds the memory that the inspection of one class takes. */
    static final int MAX_CLASS_MIB = 16;

    private static final int MAX_DESCRIPTIONS = 100;
    private static final String DESCRIPTIONS = "OSGI-INF/";
    private static final Pattern MULTI_RELEASE_ENTRY = Pattern.compile("META-INF/versions/(\\d{1,5})/(.*)");

    /** Reads each entry once. */
    static JarContent read(JarFile jar) throws IOException, PluginRejectedException {
        Map<String, byte[]> descriptions = new TreeMap<>();
        long remaining = MAX_UNPACKED_MIB << 20;
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            JarEntry entry = entries.nextElement();
            remaining -= read(jar, entry, remaining, descriptions);
            if (remaining < 0) {
                throw new PluginRejectedException(
                        "it unpacks to more than " + MAX_UNPACKED_MIB + " MiB; keep data out of the bundle");
            }
        }
        return new JarContent(manifest(jar), descriptions);
    }

    /** Returns the size of an entry; a size above the remaining one may be too low. */
    private static long read(JarFile jar, JarEntry entry, long remaining, Map<String, byte[]> descriptions)
            throws IOException, PluginRejectedException {
        String name = entry.getName();
        try (CheckedInputStream in = new CheckedInputStream(jar.getInputStream(entry), new CRC32())) {
            long size = 0;
            if (isLoadableClass(name)) {
                byte[] content = in.readNBytes((MAX_CLASS_MIB << 20) + 1);
                if (content.length > MAX_CLASS_MIB << 20) {
                    throw new PluginRejectedException(
                            name + " is a class of more than " + MAX_CLASS_MIB + " MiB; keep data out of classes");
                }
                ClassPolicy.verify(name, content);
                size += content.length;
            } else if (isDescription(name)) {
                byte[] content = in.readNBytes(BundleXml.MAX_BYTES + 1);
                descriptions.put(name, content);
                if (descriptions.size() > MAX_DESCRIPTIONS) {
                    throw new PluginRejectedException("it has more than " + MAX_DESCRIPTIONS + " XML files in "
                            + DESCRIPTIONS + "; make several bundles");
                }
                size += content.length;
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

    /** Whether the framework or an extender may parse this entry as XML. */
    private static boolean isDescription(String name) throws PluginRejectedException {
        if (name.startsWith(DESCRIPTIONS + "configurator/")) {
            throw new PluginRejectedException("it has the file " + name + ", which configures the host; remove it");
        }
        return name.startsWith(DESCRIPTIONS) && name.endsWith(".xml");
    }

    /** Whether the framework may load this entry as a class on the running Java release. */
    private static boolean isLoadableClass(String entry) throws PluginRejectedException {
        Matcher multiRelease = MULTI_RELEASE_ENTRY.matcher(entry);
        if (!multiRelease.matches()) {
            return entry.endsWith(".class") && !entry.startsWith("META-INF/");
        }
        if (multiRelease.group(2).equals("OSGI-INF/MANIFEST.MF")) {
            throw new PluginRejectedException("it has a separate manifest for Java " + multiRelease.group(1)
                    + ", which would replace its imports; keep a single manifest");
        }
        if (multiRelease.group(2).startsWith(DESCRIPTIONS)
                && !multiRelease.group(2).equals(DESCRIPTIONS)) {
            throw new PluginRejectedException("it has the file " + entry
                    + ", which would replace a description for Java " + multiRelease.group(1) + "; remove it");
        }
        return entry.endsWith(".class")
                && Integer.parseInt(multiRelease.group(1)) <= Runtime.version().feature();
    }

    private static Manifest manifest(JarFile jar) throws IOException, PluginRejectedException {
        JarEntry entry = jar.getJarEntry(JarFile.MANIFEST_NAME); // by exact name, as the framework reads it
        if (entry == null) {
            throw new PluginRejectedException("it has no META-INF/MANIFEST.MF and is not a bundle;"
                    + " build it with the bnd-maven-plugin as docs/plugin-guide.md shows");
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return new Manifest(new ByteArrayInputStream(in.readAllBytes()));
        }
    }
}
