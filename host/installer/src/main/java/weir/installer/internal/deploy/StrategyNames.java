package weir.installer.internal.deploy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.AtomicFiles;
import weir.installer.verify.PluginRejectedException;
import weir.installer.verify.PluginRejectedException.Retry;
import weir.installer.verify.VerifiedPlugin;

/**
 * {@code strategy-names.json}: the bundles that may provide each strategy name. The first bundle that provides a name owns it; another
 * bundle needs the operator's permission, because routes select a strategy by name only. Ownership survives the removal of the bundle.
 * Thread-safe.
 */
public final class StrategyNames {

    private static final Logger LOG = LoggerFactory.getLogger(StrategyNames.class);
    private static final int FORMAT_VERSION = 1;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Pattern BUNDLE = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    private record Content(int formatVersion, Map<String, Set<String>> bundles) {}

    private final Path path;
    private final Map<String, Set<String>> bundles;
    private boolean isSaved = true;
    private boolean hasNewPermission;

    public StrategyNames(Path path) {
        this.path = path;
        this.bundles = read(path);
    }

    private static Map<String, Set<String>> read(Path path) {
        Map<String, Set<String>> bundles = new TreeMap<>();
        try {
            if (Files.exists(path)) {
                new Gson()
                        .fromJson(Files.readString(path), Content.class)
                        .bundles()
                        .forEach((name, allowed) -> bundles.put(name, new TreeSet<>(allowed)));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("Could not read {}; installed plugins keep their strategy names, permissions are lost", path, e);
        }
        return bundles;
    }

    /** @throws PluginRejectedException if a name of the plugin's strategies belongs to another bundle */
    synchronized void verify(VerifiedPlugin plugin) throws PluginRejectedException {
        String bundle = plugin.identity().name();
        for (String strategy : new TreeSet<>(plugin.strategies())) {
            Set<String> allowed = bundles.getOrDefault(strategy, Set.of(bundle));
            if (!allowed.contains(bundle)) {
                throw new PluginRejectedException(
                        "its strategy name '" + strategy + "' belongs to the bundle " + String.join(", ", allowed),
                        "rename the strategy, or permit it with: weir allow-name " + strategy + " " + bundle,
                        Retry.WHEN_OTHER_PLUGINS_CHANGE);
            }
        }
    }

    /** Gives the names that belong to no bundle to this plugin. To be saved. */
    synchronized void claim(VerifiedPlugin plugin) {
        for (String strategy : plugin.strategies()) {
            if (bundles.putIfAbsent(
                            strategy, new TreeSet<>(Set.of(plugin.identity().name())))
                    == null) {
                isSaved = false;
            }
        }
    }

    /**
     * Permits a bundle to provide a strategy name. Writes the file.
     *
     * @throws IllegalArgumentException if one of the two is not a valid name
     */
    public synchronized void allow(String strategy, String bundle) throws IOException {
        if (!NAME.matcher(strategy).matches()) {
            throw new IllegalArgumentException("'" + strategy + "' is not a strategy name; write lower case letters,"
                    + " digits and dashes, for example range-follower");
        }
        if (!BUNDLE.matcher(bundle).matches()) {
            throw new IllegalArgumentException("'" + bundle + "' is not a bundle's symbolic name; write its"
                    + " Bundle-SymbolicName, for example my.strategy");
        }
        bundles.computeIfAbsent(strategy, key -> new TreeSet<>()).add(bundle);
        isSaved = false;
        hasNewPermission = true;
        save();
    }

    /** Whether a permission was given since the last call, so that rejected plugins are to be tried again. */
    public synchronized boolean takeNewPermission() {
        boolean result = hasNewPermission;
        hasNewPermission = false;
        return result;
    }

    /** Writes the file if it is out of date. */
    public synchronized void save() throws IOException {
        if (!isSaved) {
            Content content = new Content(FORMAT_VERSION, bundles);
            AtomicFiles.write(
                    path, new GsonBuilder().setPrettyPrinting().create().toJson(content) + "\n");
            isSaved = true;
        }
    }
}
