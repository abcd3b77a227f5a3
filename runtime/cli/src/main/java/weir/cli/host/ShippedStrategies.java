package weir.cli.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import weir.cli.CommandFailure;

/** The strategies among an assembly's bundles, by the name that routes choose by: the component's {@code strategy.name}. */
public final class ShippedStrategies {

    private static final Pattern NAME = Pattern.compile("<property name=\"strategy\\.name\"[^>]* value=\"([^\"]+)\"");

    private ShippedStrategies() {}

    /**
     * The bundle that holds a strategy.
     *
     * @throws CommandFailure naming those that there are, if there is none of that name
     */
    public static Path bundleOf(Assembly assembly, String strategy) {
        Map<String, Path> shipped = in(assembly.plugins());
        if (!shipped.containsKey(strategy)) {
            throw CommandFailure.usage(
                    "no strategy '" + strategy + "' is shipped",
                    "Choose one of " + String.join(", ", shipped.keySet()) + ".");
        }
        return shipped.get(strategy);
    }

    private static Map<String, Path> in(Path folder) {
        Map<String, Path> byName = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".jar")).toList()) {
                addNames(file, byName);
            }
        } catch (IOException e) {
            throw CommandFailure.failed("cannot read " + folder, "Build again: mvn package.", e);
        }
        return byName;
    }

    private static void addNames(Path file, Map<String, Path> byName) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                if (entry.getName().matches("OSGI-INF/[^/]+\\.xml")) {
                    byte[] xml = jar.getInputStream(entry).readAllBytes();
                    Matcher name = NAME.matcher(new String(xml, StandardCharsets.UTF_8));
                    if (name.find()) {
                        byName.put(name.group(1), file);
                    }
                }
            }
        }
    }
}
