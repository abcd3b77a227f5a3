package weir.installer.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.installer.BundleIdentity;

/**
 * Checks that a JAR is complete, has limited size, and is a bundle that the host can run: its manifest and its classes follow the
 * rules for plugins. Loads no class of the JAR. Thread-safe.
 *
 * <p>Verification finds mistakes. It cannot contain code that is malicious.
 */
public final class JarVerifier {

    private static final long MAX_UNPACKED_MIB = 256;
    /** Bounds the memory that the inspection of one class takes. */
    static final int MAX_CLASS_MIB = 16;

    private static final Pattern MULTI_RELEASE_ENTRY = Pattern.compile("META-INF/versions/(\\d{1,5})/(.*)");

    private final ManifestPolicy policy;

    /** Creates a verifier of plugins for a host that provides these packages. */
    public JarVerifier(PlatformPackages platform) {
        this.policy = new ManifestPolicy(platform);
    }

    /**
     * Reads the whole JAR and checks it.
     *
     * @param jar a file that nothing modifies meanwhile; an unreadable file counts as damaged
     * @return name and version of the bundle
     * @throws PluginRejectedException if the JAR is not a plugin that the host can run
     */
    public BundleIdentity verify(Path jar) throws PluginRejectedException {
        return policy.verify(readManifest(jar));
    }

    static Manifest readManifest(Path file) throws PluginRejectedException {
        try (JarFile jar = new JarFile(file.toFile(), true)) {
            readEntries(jar);
            Manifest manifest = jar.getManifest();
            if (manifest == null) {
                throw new PluginRejectedException("it has no META-INF/MANIFEST.MF and is not a bundle;"
                        + " build it with the bnd-maven-plugin as docs/plugin-guide.md shows");
            }
            return manifest;
        } catch (IOException | RuntimeException e) { // java.util.jar and ASM report damage by many types of exception
            throw new PluginRejectedException(
                    "the JAR is damaged or incomplete (" + e.getMessage()
                            + "); copy it again under another name, then rename it",
                    e);
        }
    }

    private static void readEntries(JarFile jar) throws IOException, PluginRejectedException {
        long remaining = MAX_UNPACKED_MIB << 20;
        byte[] buffer = new byte[1 << 16];
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            JarEntry entry = entries.nextElement();
            try (InputStream in = jar.getInputStream(entry)) {
                if (isLoadableClass(entry.getName())) {
                    byte[] content = in.readNBytes((MAX_CLASS_MIB << 20) + 1);
                    if (content.length > MAX_CLASS_MIB << 20) {
                        throw new PluginRejectedException(entry.getName() + " is a class of more than " + MAX_CLASS_MIB
                                + " MiB; keep data out of classes");
                    }
                    ClassPolicy.verify(entry.getName(), content);
                    remaining -= content.length;
                }
                for (int read = in.read(buffer); read >= 0 && remaining >= 0; read = in.read(buffer)) {
                    remaining -= read;
                }
            }
            if (remaining < 0) {
                throw new PluginRejectedException(
                        "it unpacks to more than " + MAX_UNPACKED_MIB + " MiB; keep data out of the bundle");
            }
        }
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
        return entry.endsWith(".class")
                && Integer.parseInt(multiRelease.group(1)) <= Runtime.version().feature();
    }
}
