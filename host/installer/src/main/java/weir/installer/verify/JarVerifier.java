package weir.installer.verify;

import java.nio.file.Path;
import weir.installer.BundleIdentity;

/**
 * Checks that a JAR is complete, has limited size, and is a bundle that the host can run: its manifest, its component descriptions and
 * its classes follow the rules for plugins. Loads no class of the JAR and needs no framework. Thread-safe.
 *
 * <p>Verification finds mistakes, and metadata that acts on the host. It cannot contain code that is malicious.
 */
public final class JarVerifier {

    private final ManifestPolicy policy;

    /** Creates a verifier of plugins for a host. */
    public JarVerifier(Platform platform) {
        this.policy = new ManifestPolicy(platform);
    }

    /**
     * Reads name and version of a bundle. Checks nothing else.
     *
     * @throws PluginRejectedException if the file is not a JAR with a valid manifest
     */
    public static BundleIdentity identity(Path jar) throws PluginRejectedException {
        return ManifestPolicy.identity(JarContent.readManifest(jar).getMainAttributes());
    }

    /**
     * Reads the whole JAR and checks it.
     *
     * @param jar a file that nothing modifies meanwhile; an unreadable file counts as damaged
     * @throws PluginRejectedException if the JAR is not a plugin that the host can run
     */
    public VerifiedPlugin verify(Path jar) throws PluginRejectedException {
        PluginEntries.requireFile(jar);
        JarContent content = JarContent.read(jar);
        return new VerifiedPlugin(
                policy.verify(content.manifest(), content.packages()),
                DescriptionPolicy.verify(content.manifest(), content.descriptions()));
    }
}
