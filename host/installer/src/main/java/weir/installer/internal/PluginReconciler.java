package weir.installer.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.WeirException;
import weir.installer.PluginStatus;
import weir.installer.internal.deploy.BundleStore;
import weir.installer.internal.deploy.DeployedPlugin;
import weir.installer.internal.deploy.DeploymentRecord;
import weir.installer.internal.deploy.IsolationRequirements;
import weir.installer.internal.deploy.PluginBundles;
import weir.installer.internal.deploy.PluginDeployment;
import weir.installer.internal.deploy.RouteUsage;
import weir.installer.internal.deploy.StrategyNames;
import weir.installer.internal.scan.FileStamp;
import weir.installer.internal.scan.PluginFile;
import weir.installer.internal.unload.PendingRemovals;
import weir.installer.trust.Severity;
import weir.installer.verify.PluginRejectedException;
import weir.isolation.ChildProcesses;

/**
 * Makes the framework's plugins equal to the plugins directory. New content is deployed before plugins are removed, so that a renamed
 * or replaced file takes over from its predecessor. Runs on one thread; only {@link #snapshot} is thread-safe.
 */
final class PluginReconciler {

    private static final Logger LOG = LoggerFactory.getLogger(PluginReconciler.class);

    /** Delay before the next attempt of a removal that failed or got no thread. */
    private static final Duration REMOVAL_RETRY_DELAY = Duration.ofSeconds(1);

    private final Path directory;
    private final BundleStore store;
    private final DeploymentRecord record;
    private final PluginBundles bundles;
    private final PendingRemovals removals;
    private final RouteUsage routes;
    private final StrategyNames names;
    private final PluginDeployment deployment;
    private final PluginFiles files;
    private final TrustMonitor trust;
    private boolean isTrustChanged = true;

    private boolean isRestored;
    /** The plugins at the last write of the record; {@code null} if it is to be written in any case. */
    private Map<String, String> recorded;

    private volatile Snapshot snapshot = new Snapshot(List.of(), List.of(), List.of());

    /** The result of a call of {@link #reconcile}. */
    record Snapshot(List<PluginStatus> plugins, List<String> problems, List<String> hangingStarts) {}

    PluginReconciler(
            Path plugins,
            Path data,
            PluginBundles bundles,
            PendingRemovals removals,
            RouteUsage routes,
            TrustMonitor trust,
            ChildProcesses children,
            Duration startTimeout,
            Duration retryDelay)
            throws IOException {
        this.directory = plugins;
        this.store = new BundleStore(data.resolve("bundles"));
        this.record = new DeploymentRecord(data.resolve("installed.json"));
        this.bundles = bundles;
        this.removals = removals;
        this.routes = routes;
        this.names = new StrategyNames(data.resolve("strategy-names.json"));
        this.deployment = new PluginDeployment(
                store, bundles, routes, names, trust, new IsolationRequirements(children::problem), startTimeout);
        this.trust = trust;
        this.files = new PluginFiles(retryDelay);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** The owners of strategy names. */
    StrategyNames names() {
        return names;
    }

    /** Applies changed blocklists at the next call of {@link #reconcile}. */
    void trustChanged() {
        isTrustChanged = true;
    }

    /**
     * Compares the directory with the framework and makes all changes that are due.
     *
     * @return nanoseconds until this is to be called again if nothing happens; {@link Long#MAX_VALUE} for never
     */
    long reconcile() {
        if (!isRestored) {
            isRestored = true;
            restore();
        }
        removals.resume();
        long delay = Long.MAX_VALUE;
        List<String> found = new ArrayList<>();
        try {
            files.observe(FileStamp.list(directory), System.nanoTime());
            if (!bundles.isFrameworkStopping()) {
                files.restartStoppedPlugins(System.nanoTime());
            }
            if (names.takeNewPermission()) {
                files.otherPluginsChanged();
            }
            if (isTrustChanged) {
                isTrustChanged = false;
                trust.forgetPublishers();
                removeBlockedPlugins();
                files.deployAgain(deployment::isLevelChanged, System.nanoTime());
                files.otherPluginsChanged();
            }
            boolean changed = deployDueFiles() | forgetRemovedFiles();
            removeUnusedPlugins();
            if (changed) {
                files.otherPluginsChanged();
                recorded = null;
            }
            // In this order: a directory that disappears between the two checks is not read-only.
            if (!Files.isWritable(directory) && Files.isDirectory(directory)) {
                found.add("the plugins directory is read-only: installed plugins keep serving, but commands can neither"
                        + " install nor uninstall plugins. Change its permissions to allow that");
            }
            long time = System.nanoTime();
            delay = files.all().stream()
                    .mapToLong(file -> file.nanosUntilDue(time))
                    .reduce(delay, Math::min);
        } catch (IOException e) {
            found.add("the plugins directory cannot be read (" + e + "): installed plugins keep serving."
                    + " Create the directory or change its permissions");
        }
        try {
            save();
        } catch (IOException e) {
            found.add("the list of installed plugins cannot be written (" + e + "): installed plugins keep serving."
                    + " Free disk space or change the permissions of the data directory");
        }
        files.all().forEach(file -> {
            file.updateWarning(this::warning);
            file.setBlockWarning(file.deployed().map(this::blockWarning).orElse(""));
        });
        trust.forgetOthers(Set.copyOf(files.hashes().values()));
        found.addAll(removals.problems());
        found.stream().filter(problem -> !snapshot.problems().contains(problem)).forEach(LOG::error);
        snapshot = new Snapshot(
                files.all().stream()
                        .map(file -> file.status().withOrigin(file.deployed().map(trust::origin)))
                        .toList(),
                List.copyOf(found),
                removals.hangingStarts());
        return removals.isStalled() ? Math.min(delay, REMOVAL_RETRY_DELAY.toNanos()) : delay;
    }

    /** Deploys again what was deployed when the host last stopped, if its file still exists, even under another name. */
    private void restore() {
        try {
            Set<String> existing = FileStamp.list(directory).keySet();
            record.read().forEach((name, hash) -> {
                Optional<String> holder = existing.contains(name)
                        ? Optional.of(name)
                        : existing.stream()
                                .filter(other -> BundleStore.hasContent(directory.resolve(other), hash))
                                .findFirst();
                holder.ifPresent(file -> restore(file, hash, file.equals(name)));
            });
        } catch (IOException e) {
            LOG.warn("Could not read the plugins directory; trying again", e);
        }
        bundles.orphanedBundles(files.bundles()).forEach(removals::remove);
        recorded = files.hashes();
    }

    private void restore(String name, String hash, boolean isSameFile) {
        try {
            DeployedPlugin plugin = deployment.restore(hash);
            if (isSameFile) {
                files.file(name).setDeployed(plugin, "");
            } else { // renamed, or rejected under its new name: the plugin stays until the file is evaluated
                files.file(name).setContentHash(hash);
                files.release(plugin);
            }
        } catch (PluginRejectedException e) {
            LOG.info("{}: {}; deploying the file of the plugins directory", name, e.getMessage());
        } catch (IOException | RuntimeException | Error e) {
            // Otherwise the following plugins would not be restored.
            LOG.warn("{}: {}; deploying the file of the plugins directory", name, WeirException.describe(e));
        }
    }

    private boolean deployDueFiles() {
        long time = System.nanoTime();
        boolean changed = false;
        for (PluginFile file : files.all()) {
            changed |= file.isDue(time) && deploy(file);
        }
        return changed;
    }

    private boolean deploy(PluginFile file) {
        file.startDeployment(System.nanoTime());
        try (BundleStore.TemporaryCopy copy = store.copy(directory.resolve(file.name()))) {
            file.setContentHash(copy.hash());
            // A command may have written the provenance of content that is deployed as the operator's own.
            trust.forgetPublishers();
            removeBlockedPlugins();
            Optional<DeployedPlugin> predecessor = file.deployed();
            DeployedPlugin plugin =
                    deployment.deploy(copy, predecessor, identity -> files.isDeployedFromOtherFile(identity, file));
            file.setDeployed(plugin, warning(plugin));
            predecessor.filter(old -> !old.equals(plugin)).ifPresent(old -> {
                if (old.hash().equals(plugin.hash())) {
                    // It had another level, or other code has uninstalled it and its classes are still to be freed.
                    removals.remove(old.bundle());
                } else {
                    files.release(old);
                    removeUnusedPlugins();
                }
            });
            return predecessor.filter(plugin::equals).isEmpty();
        } catch (PluginRejectedException rejection) {
            removeFromWeakerLevel(file);
            file.reject(rejection, System.nanoTime());
        } catch (IOException | RuntimeException | Error e) {
            // Errors too: otherwise the file would not be tried again.
            removeFromWeakerLevel(file);
            file.postpone(e, System.nanoTime());
        }
        return false;
    }

    /** Removes a plugin that cannot be deployed at its new level and runs at a weaker one. */
    private void removeFromWeakerLevel(PluginFile file) {
        Optional<DeployedPlugin> old = file.deployed().filter(plugin -> !deployment.mayStay(plugin));
        old.ifPresent(plugin -> removals.remove(plugin.bundle()));
        old.ifPresent(plugin -> file.levelLost());
    }

    private String warning(DeployedPlugin plugin) {
        List<String> failures = routes.failures(plugin.bundle());
        return failures.isEmpty() ? "" : "it cannot serve routes " + failures;
    }

    private String blockWarning(DeployedPlugin plugin) {
        return trust.block(plugin.hash(), plugin.identity())
                .map(block -> block.describe() + "; " + block.remedy(plugin.hash()))
                .orElse("");
    }

    /** Removes blocked plugins, and plugins that cannot move to their new level because no file has their content. */
    private void removeBlockedPlugins() {
        List<DeployedPlugin> removed = files.takeReleased(plugin -> !deployment.mayStay(plugin));
        removed.addAll(files.takeBlocked(
                plugin -> deployment.blocked(plugin.hash(), plugin.identity(), Severity.STOP), System.nanoTime()));
        removed.forEach(plugin -> removals.remove(plugin.bundle()));
    }

    private boolean forgetRemovedFiles() {
        List<PluginFile> removed = files.forgetRemoved(System.nanoTime());
        removeUnusedPlugins();
        removed.forEach(file -> file.deployed()
                .ifPresent(plugin -> LOG.info(
                        "{}: removed; {} {}",
                        file.name(),
                        plugin.identity(),
                        files.isNeeded(plugin) ? "stays installed" : "is uninstalled")));
        return !removed.isEmpty();
    }

    private void removeUnusedPlugins() {
        files.takeUnused().forEach(plugin -> removals.remove(plugin.bundle()));
    }

    /** Writes the record if it is out of date. */
    private void save() throws IOException {
        names.save();
        Map<String, String> hashes = files.hashes();
        if (!hashes.equals(recorded)) {
            record.write(hashes);
            store.retainOnly(Set.copyOf(hashes.values()));
            recorded = hashes;
        }
    }
}
