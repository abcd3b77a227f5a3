package weir.installer.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import weir.installer.internal.deploy.IsolationRequirements;
import weir.installer.internal.deploy.ProxyComponent;
import weir.installer.verify.PluginRejectedException;
import weir.isolation.Level;
import weir.isolation.Placement;
import weir.isolation.RemoteComponent;

/**
 * A strategy for a child process.
 *
 * @param component how the process creates it
 * @param defaults properties of its description, which those of a configuration replace, as Declarative Services does
 */
public record ForeignStrategy(RemoteComponent component, Map<String, Object> defaults) {

    public ForeignStrategy {
        defaults = Map.copyOf(defaults);
    }

    /**
     * Reads a strategy of a JAR that is verified and that nothing changes.
     *
     * @param hash SHA-256 of the JAR in hexadecimal digits
     * @param problems returns why a level is not possible on this machine; empty if it is
     * @return empty if the JAR has no such strategy
     * @throws PluginRejectedException if it cannot run at its level on this machine; the level is never lowered
     */
    public static Optional<ForeignStrategy> read(
            Path jar, String hash, String strategy, Placement placement, Function<Level, Optional<String>> problems)
            throws PluginRejectedException, IOException {
        new IsolationRequirements(problems).requirePossible(placement, jar);
        try (JarFile content = new JarFile(jar.toFile())) {
            for (JarEntry entry : content.stream().toList()) {
                if (ProxyComponent.isDescription(entry.getName())) {
                    try (InputStream in = content.getInputStream(entry)) {
                        ProxyComponent component = ProxyComponent.read(entry.getName(), in.readAllBytes());
                        if (component.pid().equals(strategy)) {
                            return Optional.of(new ForeignStrategy(
                                    component.remote(placement, jar, hash), component.typedProperties()));
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }
}
