package weir.share.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.Permissions;
import weir.installer.verify.PluginEntries;
import weir.installer.verify.PluginRejectedException;
import weir.installer.verify.VerifiedPlugin;
import weir.protocol.PublicKey;
import weir.share.sign.Messages;

/**
 * A JAR that may be published. Immutable.
 *
 * @param copy a private copy, which no other program changes
 * @param sha256 hash of the content
 * @param plugin what its verification has found
 */
public record StrategyJar(Path copy, String sha256, VerifiedPlugin plugin) {

    private static final String LICENSE = "Bundle-License";

    /**
     * Copies and checks a JAR.
     *
     * @param temporary directory of the copy
     * @throws WeirException if the host would reject it, if it uses undeclared permissions, or if it has no licence
     */
    public static StrategyJar check(Path file, JarVerifier verifier, Path temporary) {
        try {
            PluginEntries.requireFile(file);
            byte[] content;
            try (InputStream in = Files.newInputStream(file)) {
                content = in.readNBytes((int) IndexedBundle.MAX_BYTES + 1);
            }
            if (content.length > IndexedBundle.MAX_BYTES) {
                throw rejected(file, "it has more than 64 MiB", "Keep data out of the bundle.");
            }
            String hash = Sha256.of(content);
            Path copy = Files.write(temporary.resolve(hash + ".jar"), content);
            VerifiedPlugin plugin = verifier.verify(copy);
            requireDeclared(file, plugin);
            requireLicense(file, copy);
            return new StrategyJar(copy, hash, plugin);
        } catch (PluginRejectedException e) {
            throw rejected(
                    file,
                    e.problem(),
                    Character.toUpperCase(e.remedy().charAt(0)) + e.remedy().substring(1) + ".");
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + file, "Name a strategy's JAR.", e);
        }
    }

    private static void requireDeclared(Path file, VerifiedPlugin plugin) {
        String undeclared = plugin.permissions().describeUndeclared();
        if (!undeclared.isEmpty()) {
            throw rejected(
                    file,
                    "it uses permissions that its manifest does not declare: " + undeclared,
                    "Do without them, or declare them: Require-Capability:"
                            + " weir.permission;effective:=meta;weir.permission:List<String>=\""
                            + Permissions.names(plugin.permissions().found().keySet())
                            + "\".");
        }
    }

    private static void requireLicense(Path file, Path copy) throws IOException {
        try (JarFile jar = new JarFile(copy.toFile())) {
            String license = jar.getManifest().getMainAttributes().getValue(LICENSE);
            if (license == null
                    || !IndexedBundle.license(license).matches("[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*")) {
                throw rejected(
                        file,
                        license == null
                                ? "its manifest has no " + LICENSE
                                : "its " + LICENSE + " '" + license + "' is no SPDX expression",
                        "Set it to an identifier of spdx.org/licenses, for example " + LICENSE
                                + ": Apache-2.0, or LicenseRef-Proprietary for closed source.");
            }
        }
    }

    private static WeirException rejected(Path file, String problem, String remedy) {
        return WeirException.failed(file + " cannot be published: " + problem, remedy);
    }

    String message(PublicKey publisher) {
        return Messages.bundle(
                publisher, plugin.identity().name(), plugin.identity().version(), sha256);
    }
}
