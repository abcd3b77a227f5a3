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
 * Copies a bundle with another {@code Bundle-Version}: for a host, the next build of the same bundle.
 */
public final class BundleVersionRewriter {

    private static final Attributes.Name BUNDLE_VERSION = new Attributes.Name("Bundle-Version");

    private BundleVersionRewriter() {}

    /** The version in the manifest of a bundle. */
    public static String versionOf(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String version = file.getManifest() == null
                    ? null
                    : file.getManifest().getMainAttributes().getValue(BUNDLE_VERSION);
            if (version == null) {
                throw new IOException(jar + " has no Bundle-Version");
            }
            return version;
        }
    }

    /** The next version: its third number is one higher. */
    public static String next(String version) {
        String[] parts = version.split("\\.");
        int micro = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
        return parts[0] + "." + (parts.length > 1 ? parts[1] : "0") + "." + (micro + 1);
    }

    /**
     * Writes a copy of a bundle with another version, atomically. Entries keep their order and times; signatures are left out.
     *
     * @param jar the bundle
     * @param version version of the copy
     * @param target the copy, on the same file system as the parent of its folder
     */
    public static void install(Path jar, String version, Path target) throws IOException {
        Path temporary =
                Files.createTempFile(target.toAbsolutePath().getParent().getParent(), "weir", ".part");
        try {
            try (JarFile file = new JarFile(jar.toFile());
                    OutputStream out = Files.newOutputStream(temporary)) {
                write(file, version, out);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void write(JarFile from, String version, OutputStream to) throws IOException {
        Manifest manifest = new Manifest(from.getManifest());
        manifest.getMainAttributes().put(BUNDLE_VERSION, version);
        try (JarOutputStream out = new JarOutputStream(to, manifest)) {
            Enumeration<JarEntry> entries = from.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                if (!isManifestOrSignature(entry.getName())) {
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

    private static boolean isManifestOrSignature(String name) {
        return name.equals("META-INF/")
                || name.equals(JarFile.MANIFEST_NAME)
                || name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
    }
}
