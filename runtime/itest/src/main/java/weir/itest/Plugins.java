package weir.itest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Real strategy JARs under any version: the shipped one with another {@code Bundle-Version} in its manifest. */
final class Plugins {

    private Plugins() {}

    static byte[] hold(String version) throws IOException {
        try (JarFile shipped = new JarFile(shipped("weir.hold").toFile())) {
            Manifest manifest = new Manifest(shipped.getManifest());
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
                for (Enumeration<JarEntry> entries = shipped.entries(); entries.hasMoreElements(); ) {
                    JarEntry entry = entries.nextElement();
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        jar.putNextEntry(new JarEntry(entry.getName()));
                        shipped.getInputStream(entry).transferTo(jar);
                    }
                }
            }
            return bytes.toByteArray();
        }
    }

    /** The folder is given by the bndrun. */
    private static Path shipped(String name) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("weir.itest.plugins")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(name + "-"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + name + " among the shipped strategies"));
        }
    }
}
