package weir.installer.verify;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Set;
import java.util.jar.Attributes;
import org.osgi.framework.Constants;
import weir.installer.BundleIdentity;
import weir.installer.internal.policy.CapabilityPolicy;
import weir.installer.internal.policy.DescriptionPolicy;
import weir.installer.internal.policy.JarContent;
import weir.installer.internal.policy.ManifestPolicy;

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
        Attributes headers = content.manifest().getMainAttributes();
        return new VerifiedPlugin(
                policy.verify(headers, content.packages()),
                DescriptionPolicy.verify(content.manifest(), content.descriptions()),
                new Permissions(
                        CapabilityPolicy.permissions(ManifestPolicy.clauses(headers, Constants.REQUIRE_CAPABILITY)),
                        content.scan().found()));
    }

    /**
     * Checks the headers of a verified JAR as the framework has read them, so that a difference between the parsers of manifests
     * cannot hide a header. To be called after the bundle is installed and before it is resolved.
     *
     * @param jar the JAR
     * @param headers the bundle's headers without localization
     * @throws PluginRejectedException if they differ from the JAR's manifest, or are not permitted; the bundle must be uninstalled then
     */
    public void verifyInstalled(Path jar, Dictionary<String, String> headers) throws PluginRejectedException {
        Attributes installed = new Attributes();
        try {
            Collections.list(headers.keys()).forEach(name -> installed.putValue(name, headers.get(name)));
        } catch (IllegalArgumentException e) {
            throw new PluginRejectedException(
                    "its manifest has a header with an invalid name", "let the bnd-maven-plugin write the manifest", e);
        }
        policy.verify(installed, Set.of());
        if (!installed.equals(JarContent.readManifest(jar).getMainAttributes())) {
            throw new PluginRejectedException(
                    "the framework has read other headers from it than the verification",
                    "let the bnd-maven-plugin write the manifest, and do not change the file while it is installed");
        }
    }
}
