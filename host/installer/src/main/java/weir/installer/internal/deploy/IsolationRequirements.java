package weir.installer.internal.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;
import org.osgi.framework.Constants;
import weir.installer.verify.Platform;
import weir.installer.verify.PluginRejectedException;
import weir.installer.verify.PluginRejectedException.Retry;
import weir.isolation.Level;
import weir.isolation.Placement;

/**
 * Checks whether a JAR can run at a level outside of the host's JVM.
 *
 * @param problems returns why a level is not possible on this machine; empty if it is
 */
public record IsolationRequirements(Function<Level, Optional<String>> problems) {

    private static final Set<String> API = Set.of("weir.strategy", "weir.strategy.guard", "weir.uniswap.v3");

    /** @throws PluginRejectedException if the JAR cannot run at its level on this machine; the level is never lowered */
    public void requirePossible(Placement placement, Path jar) throws PluginRejectedException, IOException {
        if (placement.level() == Level.HOST) {
            return;
        }
        Optional<String> problem = problems.apply(placement.level());
        if (problem.isPresent()) {
            throw new PluginRejectedException(
                    "its publisher " + placement.name() + " has the level "
                            + placement.level().id() + ", which is not possible on this machine: " + problem.get(),
                    "remove the cause, or give up the fence for this publisher: `weir trust isolate " + placement.name()
                            + " separate` lets its code reach your files and the network; see docs/isolation.md",
                    Retry.WHEN_OTHER_PLUGINS_CHANGE);
        }
        requireNoOtherPlugin(jar);
    }

    /** A child process has the classes of one bundle only. */
    private static void requireNoOtherPlugin(Path file) throws PluginRejectedException, IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Set<String> own = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.substring(0, Math.max(0, name.lastIndexOf('/')))
                            .replace('/', '.'))
                    .collect(Collectors.toSet());
            String imports = jar.getManifest().getMainAttributes().getValue(Constants.IMPORT_PACKAGE);
            for (Clause clause : imports == null ? new Clause[0] : Parser.parseHeader(imports)) {
                String name = clause.getName();
                boolean isOptional =
                        Constants.RESOLUTION_OPTIONAL.equals(clause.getDirective(Constants.RESOLUTION_DIRECTIVE));
                if (!isOptional && !own.contains(name) && !API.contains(name) && !Platform.isJdk(name)) {
                    throw new PluginRejectedException(
                            "it imports " + name + ", and a bundle in a child process gets no package of other plugins",
                            "copy the packages into the bundle as docs/plugin-guide.md shows (-conditionalpackage)");
                }
            }
        }
    }
}
