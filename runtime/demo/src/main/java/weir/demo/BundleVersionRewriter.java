package weir.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * The next version of a bundle, made of the bundle itself: the same classes under a higher {@code Bundle-Version}. What a
 * developer's next build would be, as far as a host can tell.
 */
public final class BundleVersionRewriter {

    private static final Attributes.Name BUNDLE_VERSION = new Attributes.Name("Bundle-Version");

    private BundleVersionRewriter() {}

    /** The version that a bundle's manifest names. */
    public static String versionOf(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String version = file.getManifest() == null
                    ? null
                    : file.getManifest().getMainAttributes().getValue(BUNDLE_VERSION);
            if (version == null) {
                throw new IOException(jar + " names no Bundle-Version");
            }
            return version;
        }
    }

    /** The version after it: its third number raised by one. */
    public static String next(String version) {
        String[] parts = version.split("\\.");
        int micro = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
        return parts[0] + "." + (parts.length > 1 ? parts[1] : "0") + "." + (micro + 1);
    }

    /**
     * Writes {@code jar} under another version beside {@code target} and renames it there, so that whoever watches the folder
     * never sees half a file. Entries keep their order and times; a signature would break and is left out.
     *
     * @param jar the bundle
     * @param version the version to write
     * @param target where it is to appear, on the same file system as its folder's parent
     */
    public static void install(Path jar, String version, Path target) throws IOException {
        Path beside = Files.createTempFile(target.toAbsolutePath().getParent().getParent(), "restamp", ".part");
        try {
            try (JarFile file = new JarFile(jar.toFile());
                    OutputStream out = Files.newOutputStream(beside)) {
                write(file, version, out);
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static void write(JarFile from, String version, OutputStream to) throws IOException {
        Manifest manifest = new Manifest(from.getManifest());
        manifest.getMainAttributes().put(BUNDLE_VERSION, version);
        try (JarOutputStream out = new JarOutputStream(to, manifest)) {
            Enumeration<JarEntry> entries = from.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                if (!isWrittenAnew(entry.getName())) {
                    JarEntry copy = new JarEntry(entry.getName());
                    copy.setTime(entry.getTime());
                    out.putNextEntry(copy);
                    try (InputStream bytes = from.getInputStream(entry)) {
                        bytes.transferTo(out);
                    }
                }
            }
        }
    }

    private static boolean isWrittenAnew(String name) {
        return name.equals("META-INF/")
                || name.equals(JarFile.MANIFEST_NAME)
                || name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
    }
}
