package weir.installer.internal.deploy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.installer.BundleIdentity;
import weir.installer.trust.Severity;
import weir.installer.verify.Permission;
import weir.installer.verify.PluginRejectedException;
import weir.installer.verify.PluginRejectedException.Retry;
import weir.installer.verify.VerifiedPlugin;
import weir.isolation.Placement;

/**
 * Deploys one plugin:
 *
 * <pre>
 * copied → verified → stored → installed → started → serving
 *    └─────────┴─────────┴─────────┴──────────┴→ rejected: nothing has changed
 * </pre>
 *
 * <p>The copy is verified rather than the file, which could be exchanged in between. The plugin that was deployed from the file before
 * is not touched: it serves until the new one does. The caller removes it then, or keeps it after a rejection.
 */
public final class PluginDeployment {

    private static final Logger LOG = LoggerFactory.getLogger(PluginDeployment.class);

    private final BundleStore store;
    private final PluginBundles bundles;
    private final RouteUsage routes;
    private final StrategyNames names;
    private final TrustRules trust;
    private final IsolationRequirements requirements;
    private final Duration startTimeout;

    /**
     * @param requirements checks whether a JAR can run in a child process
     * @param startTimeout how long a started bundle may take until its strategies serve the routes of its predecessor
     */
    public PluginDeployment(
            BundleStore store,
            PluginBundles bundles,
            RouteUsage routes,
            StrategyNames names,
            TrustRules trust,
            IsolationRequirements requirements,
            Duration startTimeout) {
        this.store = store;
        this.bundles = bundles;
        this.routes = routes;
        this.names = names;
        this.trust = trust;
        this.requirements = requirements;
        this.startTimeout = startTimeout;
    }

    /**
     * Deploys the content of a file.
     *
     * @param predecessor what is deployed from the file now
     * @param isTaken whether a plugin of this name and version is deployed from another file
     * @return what is deployed now; equal to the predecessor if it is active and has the same content and level
     * @throws PluginRejectedException if the content cannot be used
     * @throws IOException if it cannot be read or copied now, for example because the disk is full
     */
    public DeployedPlugin deploy(
            BundleStore.TemporaryCopy copy, Optional<DeployedPlugin> predecessor, Predicate<BundleIdentity> isTaken)
            throws PluginRejectedException, IOException {
        Optional<DeployedPlugin> same =
                predecessor.filter(old -> old.hash().equals(copy.hash()) && !isLevelChanged(old));
        if (same.isPresent() && same.get().isActive()) {
            return same.get();
        }
        VerifiedPlugin plugin = verify(copy.file());
        BundleIdentity identity = plugin.identity();
        requireNotBlocked(copy.hash(), identity, Severity.HOLD);
        requirements.requirePossible(placement(copy.hash(), permissions(plugin)), copy.file());
        if (isTaken.test(identity)) {
            throw new PluginRejectedException(
                    identity + " is already installed from another file",
                    "remove one of the two, or raise the version",
                    Retry.WHEN_OTHER_PLUGINS_CHANGE);
        }
        copy.store();
        return start(copy.hash(), plugin, same.isPresent() ? Optional.empty() : predecessor);
    }

    /** Deploys stored content again, after a restart of the host. */
    public DeployedPlugin restore(String hash) throws PluginRejectedException, IOException {
        if (!store.contains(hash)) {
            throw new PluginRejectedException(
                    "its private copy " + store.path(hash).getFileName() + " is missing or damaged",
                    "keep its file in the plugins directory");
        }
        VerifiedPlugin plugin = verify(store.path(hash));
        requireNotBlocked(hash, plugin.identity(), Severity.STOP);
        requirements.requirePossible(placement(hash, permissions(plugin)), store.path(hash));
        return start(hash, plugin, Optional.empty());
    }

    /**
     * Returns why a JAR is blocked with this severity or a stricter one.
     *
     * @return a rejection that lasts until the blocklists change
     */
    public Optional<PluginRejectedException> blocked(String hash, BundleIdentity identity, Severity least) {
        return trust.block(hash, identity)
                .filter(block -> block.severity().compareTo(least) >= 0)
                .map(block -> new PluginRejectedException(
                        identity + " is blocked: " + block.describe(),
                        block.remedy(hash),
                        Retry.WHEN_OTHER_PLUGINS_CHANGE));
    }

    /** Whether a deployed plugin has to be deployed again: its publisher, its level or the wrapper command has changed. */
    public boolean isLevelChanged(DeployedPlugin plugin) {
        Placement placement = placement(plugin.hash(), plugin.permissions());
        Placement current = plugin.placement();
        return !current.publisher().equals(placement.publisher())
                || current.level() != placement.level()
                || !current.wrapper().equals(placement.wrapper());
    }

    /**
     * Whether a plugin that cannot be deployed again may stay where it is: at the right level or a stronger one, and in the process of its
     * publisher.
     */
    public boolean mayStay(DeployedPlugin plugin) {
        Placement right = placement(plugin.hash(), plugin.permissions());
        Placement current = plugin.placement();
        return !isLevelChanged(plugin)
                || current.publisher().equals(right.publisher())
                        && current.level().compareTo(right.level()) > 0;
    }

    private Placement placement(String hash, Set<String> permissions) {
        return trust.placement(hash, permissions.isEmpty());
    }

    private void requireNotBlocked(String hash, BundleIdentity identity, Severity least)
            throws PluginRejectedException {
        Optional<PluginRejectedException> rejection = blocked(hash, identity, least);
        if (rejection.isPresent()) {
            throw rejection.get();
        }
    }

    /** A duration as text, for example {@code 5 s} or {@code 0.2 s}. */
    public static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }

    private VerifiedPlugin verify(Path jar) throws PluginRejectedException {
        VerifiedPlugin plugin = bundles.verifier().verify(jar);
        names.verify(plugin);
        return plugin;
    }

    /** After a failure, removes the bundle if it was installed here. The predecessor stays until no route depends on it. */
    private DeployedPlugin start(String hash, VerifiedPlugin plugin, Optional<DeployedPlugin> predecessor)
            throws PluginRejectedException, IOException {
        BundleIdentity identity = plugin.identity();
        Placement placement = placement(hash, permissions(plugin));
        boolean wasInstalled = bundles.isInstalled(hash, placement);
        boolean isServing = false;
        try {
            Bundle bundle = bundles.install(hash, store.path(hash), placement);
            bundles.start(bundle);
            if (predecessor.isPresent()) {
                List<String> dependent = routes.awaitReplaced(predecessor.get().bundle(), startTimeout);
                if (!dependent.isEmpty()) {
                    String suffix = wasInstalled ? "; " + identity + " is active already and stays active" : "";
                    throw rejection(bundle, predecessor.get(), dependent, suffix);
                }
            }
            isServing = true;
            names.claim(plugin);
            reportUndeclaredPermissions(plugin);
            return new DeployedPlugin(hash, identity, bundle, permissions(plugin), placement);
        } finally {
            if (!isServing && !wasInstalled) {
                bundles.remove(hash, placement);
            }
        }
    }

    private static Set<String> permissions(VerifiedPlugin plugin) {
        return Stream.concat(plugin.permissions().declared().stream(), plugin.permissions().found().keySet().stream())
                .map(Permission::id)
                .collect(Collectors.toSet());
    }

    /** The owner of a plugin decides about it: only a strategy of another publisher is rejected for this reason. */
    private static void reportUndeclaredPermissions(VerifiedPlugin plugin) {
        String undeclared = plugin.permissions().describeUndeclared();
        if (!undeclared.isEmpty()) {
            LOG.warn(
                    "{} uses permissions that its manifest does not declare: {}. Declare them before you publish it, see"
                            + " docs/share.md",
                    plugin.identity(),
                    undeclared);
        }
    }

    private PluginRejectedException rejection(
            Bundle bundle, DeployedPlugin predecessor, List<String> dependent, String suffix) {
        List<String> failures = routes.failures(bundle);
        List<String> waitingRoutes = routes.inRange(bundle, dependent);
        if (failures.isEmpty() && !waitingRoutes.isEmpty()) {
            return new PluginRejectedException(
                    "routes " + waitingRoutes + " did not take over its strategies within " + seconds(startTimeout),
                    "see the log" + suffix,
                    Retry.AFTER_DELAY);
        }
        if (failures.isEmpty()) {
            return new PluginRejectedException(
                    "its version is outside the range of routes " + dependent + ", which need "
                            + predecessor.identity(),
                    "change 'versions' there, or give the file another name" + suffix);
        }
        String problem = "it cannot serve routes " + failures;
        return routes.isStarting(bundle)
                ? new PluginRejectedException(
                        problem + ", because it takes longer than " + seconds(startTimeout) + " to start",
                        "make its constructor faster" + suffix,
                        Retry.AFTER_DELAY)
                : new PluginRejectedException(problem, "fix it and raise the version" + suffix);
    }
}
