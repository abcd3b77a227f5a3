package weir.installer.internal.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.wiring.FrameworkWiring;
import weir.installer.internal.unload.PendingRemovals;
import weir.installer.verify.PluginRejectedException;
import weir.installer.verify.PluginRejectedException.Retry;

/**
 * Installs and starts the plugins' bundles. A bundle's location contains its content hash. This collision hook permits two plugin bundles
 * with the same name and version, because a user may overwrite a JAR without a new version. Not thread-safe.
 */
public final class PluginBundles implements CollisionHook {

    private static final String LOCATION_PREFIX = "weir:";

    private final BundleContext context;
    private final FrameworkWiring wiring;
    private final PendingRemovals removals;

    public PluginBundles(BundleContext context, PendingRemovals removals) {
        this.context = context;
        this.wiring = wiring(context);
        this.removals = removals;
    }

    public static FrameworkWiring wiring(BundleContext context) {
        return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    }

    public static boolean isPlugin(Bundle bundle) {
        return bundle.getLocation().startsWith(LOCATION_PREFIX);
    }

    /** Installs and resolves a bundle in addition to the installed ones. If this method throws, the bundle is not installed. */
    public Bundle install(String hash, Path jar) throws PluginRejectedException, IOException {
        rejectIfBeingRemoved(hash);
        try (InputStream in = Files.newInputStream(jar)) {
            Bundle bundle = context.installBundle(LOCATION_PREFIX + hash, in);
            if (wiring.resolveBundles(Set.of(bundle))) {
                return bundle;
            }
            PluginRejectedException rejection = resolutionFailure(bundle);
            bundle.uninstall();
            throw rejection;
        } catch (BundleException e) {
            throwIoCause(e);
            throw new PluginRejectedException("the framework cannot install it: " + e.getMessage() + "; rebuild it", e);
        }
    }

    /** The framework creates its own copy of the bundle, which fails if the disk is full. */
    private static void throwIoCause(BundleException e) throws IOException {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException ioException) {
                throw ioException;
            }
        }
    }

    /** For a location that is still installed, the framework would return the bundle that is being removed. */
    private void rejectIfBeingRemoved(String hash) throws PluginRejectedException {
        Optional<String> problem = findBundle(hash).flatMap(removals::problem);
        if (problem.isPresent()) {
            throw new PluginRejectedException(
                    "the bundle of an earlier deployment " + problem.get(), Retry.AFTER_DELAY, null);
        }
    }

    /** Whether a bundle with this content is installed, also while it is being removed. */
    boolean isInstalled(String hash) {
        return findBundle(hash).isPresent();
    }

    /** Starts a bundle. Returns when the router has activated the bundle's strategies or stopped waiting for them. */
    public void start(Bundle bundle) throws PluginRejectedException {
        try {
            bundle.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            throw new PluginRejectedException("it does not start: " + e.getMessage() + "; see the log", e);
        }
    }

    void remove(String hash) {
        findBundle(hash).ifPresent(removals::remove);
    }

    /** Returns the manifest headers of each bundle that is not a plugin, as a function from a header's name to its value. */
    List<UnaryOperator<String>> hostHeaders() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> !isPlugin(bundle))
                .map(bundle -> bundle.getHeaders(""))
                .<UnaryOperator<String>>map(headers -> headers::get)
                .toList();
    }

    /** Returns the plugin bundles except those that are in use. An earlier installer has left them in the framework. */
    public List<Bundle> orphanedBundles(Set<Bundle> used) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> isPlugin(bundle) && !used.contains(bundle))
                .toList();
    }

    @Override
    public void filterCollisions(int operation, Bundle target, Collection<Bundle> collisions) {
        if (operation == INSTALLING && target.equals(context.getBundle())) {
            collisions.removeIf(PluginBundles::isPlugin);
        }
    }

    private Optional<Bundle> findBundle(String hash) {
        return Optional.ofNullable(context.getBundle(LOCATION_PREFIX + hash));
    }

    /** Starts the bundle, because the framework reports missing packages only at a start. */
    private static PluginRejectedException resolutionFailure(Bundle bundle) {
        String missing = "";
        BundleException cause = null;
        try {
            bundle.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            missing = e.getMessage();
            cause = e;
        }
        return new PluginRejectedException(
                "unresolved imports: " + missing
                        + "; add the bundle that exports them to the plugins directory, or include a private copy",
                Retry.WHEN_OTHER_PLUGINS_CHANGE,
                cause);
    }
}
