package weir.installer.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import weir.installer.BundleIdentity;

/**
 * Checks that a JAR is complete, has limited size, and is a bundle that the host can run: its manifest, its component descriptions and
 * its classes follow the rules for plugins. Loads no class of the JAR and needs no framework. Thread-safe.
 *
 * <p>Verification finds mistakes, and metadata that acts on the host. It cannot contain code that is malicious.
 */
public final class JarVerifier {

    private final ManifestPolicy policy;

    /** Creates a verifier of plugins for a host that provides these packages. */
    public JarVerifier(PlatformPackages platform) {
        this.policy = new ManifestPolicy(platform);
    }

    /**
     * Reads the whole JAR and checks it.
     *
     * @param jar a file that nothing modifies meanwhile; an unreadable file counts as damaged
     * @throws PluginRejectedException if the JAR is not a plugin that the host can run
     */
    public VerifiedPlugin verify(Path jar) throws PluginRejectedException {
        JarContent content = read(jar);
        return new VerifiedPlugin(
                policy.verify(content.manifest()),
                DescriptionPolicy.verify(content.manifest(), content.descriptions()));
    }

    /**
     * Reads the whole JAR and returns the identity in its manifest, without the other checks.
     *
     * @throws PluginRejectedException if the JAR is damaged, or its manifest has no valid identity
     */
    public static BundleIdentity identity(Path jar) throws PluginRejectedException {
        return ManifestPolicy.identity(read(jar).manifest().getMainAttributes());
    }

    static JarContent read(Path file) throws PluginRejectedException {
        try (JarFile jar = new JarFile(file.toFile(), true)) {
            return JarContent.read(jar);
        } catch (IOException | RuntimeException e) { // java.util.jar and ASM report damage by many types of exception
            throw new PluginRejectedException(
                    "the JAR is damaged or incomplete (" + e.getMessage()
                            + "); copy it again under another name, then rename it",
                    e);
        }
    }
}
