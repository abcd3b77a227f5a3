package weir.embedded.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import weir.base.WeirException;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.PlatformPackages;
import weir.installer.verify.PluginRejectedException;

/** Admits a plugin to the embedded framework by the rules of the host's installer. Thread-safe. */
public final class PluginAdmission {

    private final JarVerifier verifier;

    /** @param system directory of the host's own bundles */
    public PluginAdmission(Path system) throws IOException {
        List<UnaryOperator<String>> bundles = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(system, "*.jar")) {
            for (Path file : files) {
                try (JarFile jar = new JarFile(file.toFile(), false)) {
                    Attributes headers = jar.getManifest().getMainAttributes();
                    bundles.add(headers::getValue);
                }
            }
        }
        this.verifier = new JarVerifier(PlatformPackages.of(bundles));
    }

    /** @throws WeirException with the reason and the remedy if the host would reject this JAR */
    public void require(Path jar) {
        try {
            verifier.verify(jar);
        } catch (PluginRejectedException e) {
            int remedy = e.getMessage().lastIndexOf("; ") + 2;
            throw WeirException.failed(
                    jar + " is rejected: " + e.getMessage().substring(0, Math.max(0, remedy - 2)),
                    Character.toUpperCase(e.getMessage().charAt(remedy))
                            + e.getMessage().substring(remedy + 1) + ".",
                    e);
        }
    }
}
