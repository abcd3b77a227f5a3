package weir.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weir.fixtures.host.WeirCommand;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.Platform;
import weir.installer.verify.VerifiedPlugin;

/** What the manifests of the strategies that ship with Weir tell a search. */
class ShippedStrategiesTest {

    @Test
    void shippedStrategiesArePureAndNamedInTheirManifest() throws Exception {
        JarVerifier verifier = new JarVerifier(Platform.in(WeirCommand.INSTALLATION.resolve("system")));
        try (Stream<Path> jars = Files.list(WeirCommand.INSTALLATION.resolve("plugins"))) {
            for (Path jar : jars.toList()) {
                VerifiedPlugin plugin = verifier.verify(jar);
                assertEquals(Map.of(), plugin.permissions().found(), jar::toString);
                assertEquals(Set.of(), plugin.permissions().declared(), jar::toString);
                String capability = "weir.strategy;weir.strategy="
                        + plugin.strategies().iterator().next();
                String provided =
                        manifest(jar, "Provide-Capability").replace("\"", "").replace(":String", "");
                assertTrue(provided.contains(capability), () -> jar + " provides " + provided);
            }
        }
    }

    private static String manifest(Path file, String header) throws Exception {
        try (JarFile jar = new JarFile(file.toFile())) {
            return String.valueOf(jar.getManifest().getMainAttributes().getValue(header));
        }
    }
}
