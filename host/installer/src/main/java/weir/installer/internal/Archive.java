package weir.installer.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JAR file, read through once: complete, no larger than a strategy can be, every checksum right, every class fit for this Java and
 * without a call that would end the host.
 */
final class Archive {

    /** A strategy is small; what unpacks to more than this is a mistake or an attack. */
    private static final long LARGEST_UNPACKED = 256L << 20;

    /** The limit of one class, so that looking into it cannot fill the heap. */
    static final int LARGEST_CLASS = 16 << 20;

    /** Calls that a JVM cannot contain. */
    private static final List<String> ENDING_THE_HOST = List.of(
            "java.lang.System.exit",
            "java.lang.Runtime.exit",
            "java.lang.Runtime.halt",
            "java.lang.System.load",
            "java.lang.System.loadLibrary");

    /** An entry for this release of Java and later ones. */
    private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d{1,5})/(.*)");

    private Archive() {}

    /** The manifest of a JAR that is whole. The file is the host's own copy: what cannot be read of it is broken. */
    static Manifest manifest(Path file) throws Refusal {
        try (JarFile jar = new JarFile(file.toFile(), true)) {
            readThrough(jar);
            Manifest manifest = jar.getManifest();
            if (manifest == null) {
                throw new Refusal("it has no META-INF/MANIFEST.MF, so it is no bundle;"
                        + " build it with the bnd-maven-plugin as docs/plugin-guide.md shows");
            }
            return manifest;
        } catch (IOException | SecurityException | IllegalArgumentException e) {
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
            JarEntry entry = entries.nextElement();
            if (isLoaded(entry.getName())) {
                check(jar, entry);
            }
            try (InputStream in = jar.getInputStream(entry)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    unpacked += read;
                    if (unpacked > LARGEST_UNPACKED) {
                        throw new Refusal("it unpacks to more than 256 MiB; leave data out of the bundle");
                    }
                }
            }
        }
    }

    /** Whether it is a class that the framework may load here, be it one for some releases of Java only. */
    private static boolean isLoaded(String entry) throws Refusal {
        Matcher versioned = VERSIONED.matcher(entry);
        if (!versioned.matches()) {
            return entry.endsWith(".class") && !entry.startsWith("META-INF/");
        }
        if (versioned.group(2).equals("OSGI-INF/MANIFEST.MF")) {
            throw new Refusal("it has a manifest of its own for Java " + versioned.group(1)
                    + ", whose imports count instead; leave one manifest for all");
        }
        return entry.endsWith(".class")
                && Integer.parseInt(versioned.group(1)) <= Runtime.version().feature();
    }

    /** Finds what is clumsy before it runs; what is malicious finds a way around. */
    private static void check(JarFile jar, JarEntry entry) throws IOException, Refusal {
        byte[] content;
        try (InputStream in = jar.getInputStream(entry)) {
            content = in.readNBytes(LARGEST_CLASS + 1);
        }
        if (content.length > LARGEST_CLASS) {
            throw new Refusal(entry.getName() + " is a class of more than 16 MiB; leave data out of classes");
        }
        ClassFile file = ClassFile.read(new ByteArrayInputStream(content));
        int here = Runtime.version().feature();
        if (file.java() > here) {
            throw new Refusal("it is compiled for Java " + file.java() + " and this host runs on Java " + here
                    + "; compile it with --release 17");
        }
        for (String call : ENDING_THE_HOST) {
            if (file.calls().contains(call)) {
                throw new Refusal(entry.getName() + " calls " + call + ", which ends or endangers the whole host;"
                        + " throw an exception instead");
            }
        }
    }
}
