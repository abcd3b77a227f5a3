package weir.installer.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import weir.installer.BundleIdentity;
import weir.installer.internal.deploy.DeployedPlugin;
import weir.installer.internal.scan.FileStamp;
import weir.installer.internal.scan.PluginFile;
import weir.installer.verify.PluginRejectedException;

/**
 * The files of the plugins directory, and the plugins that should be active. A plugin is <em>released</em> when it is deployed from no
 * file any more. It stays while a file has its content, even if that file was rejected. Not thread-safe.
 */
final class PluginFiles {

    private final Duration retryDelay;
    private final Map<String, PluginFile> files = new TreeMap<>();
    /** Released plugins by content hash. */
    private final Map<String, DeployedPlugin> released = new TreeMap<>();

    PluginFiles(Duration retryDelay) {
        this.retryDelay = retryDelay;
    }

    List<PluginFile> all() {
        return List.copyOf(files.values());
    }

    /** Returns the file of this name, which need not be known yet. */
    PluginFile file(String name) {
        return files.computeIfAbsent(name, key -> new PluginFile(key, retryDelay, System.nanoTime()));
    }

    /** Updates the files from the stamps of the directory's entries. */
    void observe(Map<String, FileStamp> stamps, long time) {
        stamps.keySet().forEach(this::file);
        files.forEach((name, file) -> file.observe(stamps.getOrDefault(name, FileStamp.MISSING), time));
    }

    /** Compares the states of the bundles with those that the installer has given them. Schedules the files of stopped plugins. */
    void restartStoppedPlugins(long time) {
        plugins().filter(plugin -> !plugin.isActive()).forEach(plugin -> files.values().stream()
                .filter(file -> file.exists() && file.isHolding(plugin))
                .findFirst()
                .ifPresent(file -> file.pluginStopped(time)));
    }

    void otherPluginsChanged() {
        files.values().forEach(file -> file.otherPluginsChanged(System.nanoTime()));
    }

    boolean isDeployedFromOtherFile(BundleIdentity identity, PluginFile file) {
        return files.values().stream()
                .filter(other -> other != file && other.exists())
                .flatMap(other -> other.deployed().stream())
                .anyMatch(plugin -> plugin.identity().equals(identity));
    }

    /** Forgets the files that were deleted, and releases their plugins. Returns the forgotten files. */
    List<PluginFile> forgetRemoved(long time) {
        List<PluginFile> removed =
                files.values().stream().filter(file -> file.isRemoved(time)).toList();
        removed.forEach(file -> {
            files.remove(file.name());
            file.deployed().ifPresent(this::release);
        });
        return removed;
    }

    void release(DeployedPlugin plugin) {
        released.put(plugin.hash(), plugin);
    }

    boolean isNeeded(DeployedPlugin plugin) {
        return files.values().stream().anyMatch(file -> file.isHolding(plugin));
    }

    /** Forgets the released plugins that were deployed again from a file, and those whose content is in no file. Returns the latter. */
    List<DeployedPlugin> takeUnused() {
        List<DeployedPlugin> unused =
                released.values().stream().filter(plugin -> !isNeeded(plugin)).toList();
        released.values()
                .removeIf(plugin ->
                        unused.contains(plugin) || files.values().stream().anyMatch(file -> file.isDeployed(plugin)));
        return unused;
    }

    /**
     * Releases the blocked plugins. Their files stay in the directory, but are no longer deployed.
     *
     * @param rejection why a plugin is blocked; empty if it is not
     */
    List<DeployedPlugin> takeBlocked(Function<DeployedPlugin, Optional<PluginRejectedException>> rejection, long time) {
        List<DeployedPlugin> blocked = new ArrayList<>();
        for (PluginFile file : files.values()) {
            file.deployed().ifPresent(plugin -> rejection.apply(plugin).ifPresent(reason -> {
                file.stop(reason, time);
                blocked.add(plugin);
            }));
        }
        for (DeployedPlugin plugin : List.copyOf(released.values())) {
            if (rejection.apply(plugin).isPresent()) {
                released.remove(plugin.hash());
                blocked.add(plugin);
            }
        }
        return blocked;
    }

    /** Forgets the released plugins that satisfy a condition, and returns them. */
    List<DeployedPlugin> takeReleased(Predicate<DeployedPlugin> condition) {
        List<DeployedPlugin> taken = new ArrayList<>(released.values());
        taken.removeIf(condition.negate());
        taken.forEach(plugin -> released.remove(plugin.hash()));
        return taken;
    }

    /**
     * Schedules another deployment of the rejected files, and of the files whose plugins satisfy a condition. These plugins serve
     * until then.
     */
    void deployAgain(Predicate<DeployedPlugin> condition, long time) {
        files.values().stream()
                .filter(file ->
                        file.isRejected() || file.deployed().filter(condition).isPresent())
                .forEach(file -> file.deployAgain(time));
    }

    /** Returns the bundles of all plugins that should be active. */
    Set<Bundle> bundles() {
        return new HashSet<>(plugins().map(DeployedPlugin::bundle).toList());
    }

    /** Returns the content hashes of all plugins that should be active, by file name; a released plugin has the name HASH.jar. */
    Map<String, String> hashes() {
        Map<String, String> hashes = new TreeMap<>();
        files.forEach((name, file) -> file.deployed().ifPresent(plugin -> hashes.put(name, plugin.hash())));
        released.keySet().forEach(hash -> hashes.put(hash + ".jar", hash));
        return hashes;
    }

    private Stream<DeployedPlugin> plugins() {
        return Stream.concat(
                files.values().stream().flatMap(file -> file.deployed().stream()), released.values().stream());
    }
}
