package weir.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.osgi.framework.VersionRange;
import weir.base.WeirException;
import weir.installer.verify.PluginEntries;
import weir.installer.verify.PluginRejectedException;
import weir.router.VersionRanges;

/** The strategies in the JARs of a folder, to be chosen by name and version range as a route does. Immutable. */
public final class StrategyCatalog {

    private final Path folder;
    private final List<PackagedStrategy> jars;
    private final List<String> unreadable;

    private StrategyCatalog(Path folder, List<PackagedStrategy> jars, List<String> unreadable) {
        this.folder = folder;
        this.jars = List.copyOf(jars);
        this.unreadable = List.copyOf(unreadable);
    }

    /** The strategies of a folder; those of another one if the folder is missing or has no strategy. */
    public static StrategyCatalog in(Path folder, Path otherwise) {
        StrategyCatalog own = Files.isDirectory(folder) ? in(folder) : null;
        return own == null || own.jars.isEmpty() && own.unreadable.isEmpty() ? in(otherwise) : own;
    }

    /**
     * The strategies of a folder. A JAR that cannot be read is reported when a strategy is not found.
     *
     * @throws WeirException if the folder cannot be read
     */
    public static StrategyCatalog in(Path folder) {
        List<PackagedStrategy> jars = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        try {
            for (Path file : PluginEntries.list(folder)) {
                try {
                    jars.addAll(PackagedStrategy.read(file));
                } catch (IOException | PluginRejectedException e) {
                    unreadable.add(file.getFileName() + " (" + e.getMessage() + ")");
                }
            }
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + folder, "Make it readable, or name another --home.", e);
        }
        return new StrategyCatalog(folder, jars, unreadable);
    }

    /**
     * The newest version of a strategy in a version range.
     *
     * @param wanted {@code NAME} or {@code NAME@RANGE}; the range is as in route files, or one version
     * @throws WeirException if there is none; it lists the strategies
     */
    public PackagedStrategy choose(String wanted) {
        int at = wanted.indexOf('@');
        String name = at < 0 ? wanted : wanted.substring(0, at);
        VersionRange versions = at < 0 ? VersionRange.valueOf("0") : range(wanted.substring(at + 1));
        List<PackagedStrategy> named =
                jars.stream().filter(jar -> jar.strategy().equals(name)).toList();
        if (named.isEmpty()) {
            String suffix = unreadable.isEmpty() ? "" : "; cannot be read: " + String.join(", ", unreadable);
            throw WeirException.usage(
                    "there is no strategy '" + name + "' in " + folder,
                    jars.isEmpty() ? "Put its JAR there" + suffix + "." : "There are: " + list() + suffix + ".");
        }
        return named.stream()
                .filter(jar -> versions.includes(jar.version()))
                .max(Comparator.comparing(PackagedStrategy::version))
                .orElseThrow(() -> WeirException.usage(
                        "no version of " + name + " in " + folder + " is in " + versions,
                        "There are: " + list() + "."));
    }

    /** The newest version of each strategy, by name. */
    public List<PackagedStrategy> newest() {
        return jars.stream()
                .map(PackagedStrategy::strategy)
                .distinct()
                .sorted()
                .map(this::choose)
                .toList();
    }

    private static VersionRange range(String text) {
        try {
            return VersionRanges.parse(text);
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(
                    "'" + text + "' is not a version range", "Write NAME, NAME@1.0.0 or NAME@[1.0,2.0), in quotes.");
        }
    }

    private String list() {
        Map<String, String> versions = jars.stream()
                .sorted(Comparator.comparing(PackagedStrategy::version))
                .collect(Collectors.groupingBy(
                        PackagedStrategy::strategy,
                        TreeMap::new,
                        Collectors.mapping(jar -> jar.version().toString(), Collectors.joining(", "))));
        return versions.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining("; "));
    }
}
