package weir.installer.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;

/** A JAR file, read through once: complete, no larger than a strategy can be, every checksum right. */
final class Archive {

    /** A strategy is small; what unpacks to more than this is a mistake or an attack. */
    private static final long LARGEST_UNPACKED = 256L << 20;

    private Archive() {}

    /** The manifest of a JAR that is whole. */
    static Manifest manifest(Path file) throws Refusal, IOException {
        try (JarFile jar = new JarFile(file.toFile(), true)) {
            readThrough(jar);
            Manifest manifest = jar.getManifest();
            if (manifest == null) {
                throw new Refusal("it has no META-INF/MANIFEST.MF, so it is no bundle;"
                        + " build it with the bnd-maven-plugin as docs/plugin-guide.md shows");
            }
            return manifest;
        } catch (ZipException | SecurityException | IllegalArgumentException e) {
            throw new Refusal(
                    "it is broken or only half there (" + e.getMessage()
                            + "); copy it again, best under another name and then rename it",
                    Refusal.Until.FILE_CHANGES,
                    e);
        }
    }

    private static void readThrough(JarFile jar) throws IOException, Refusal {
        byte[] buffer = new byte[1 << 16];
        long unpacked = 0;
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            try (InputStream in = jar.getInputStream(entries.nextElement())) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    unpacked += read;
                    if (unpacked > LARGEST_UNPACKED) {
                        throw new Refusal("it unpacks to more than 256 MiB; leave data out of the bundle");
                    }
                }
            }
        }
    }
}
