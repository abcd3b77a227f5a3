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
 * The plugins' bundles in the framework. The location of each is made of its content hash. As a collision hook it permits two bundles
 * of the same name and version, which an overwritten JAR with an unchanged version needs. Not thread-safe.
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

    /** Installs and resolves a bundle beside those that are installed. After a failure it is not installed. */
    public Bundle install(String hash, Path jar) throws PluginRejectedException, IOException {
        rejectIfBeingRemoved(hash);
        try (InputStream in = Files.newInputStream(jar)) {
            Bundle bundle = context.installBundle(LOCATION_PREFIX + hash, in);
            if (wiring.resolveBundles(Set.of(bundle))) {
                return bundle;
            }
            PluginRejectedException rejection = unresolved(bundle);
            bundle.uninstall();
            throw rejection;
        } catch (BundleException e) {
            throwCauseIfIoException(e);
            throw new PluginRejectedException("the framework cannot install it: " + e.getMessage() + "; rebuild it", e);
        }
    }

    /** The framework also makes a copy of the bundle, which fails if the disk is full. */
    private static void throwCauseIfIoException(BundleException e) throws IOException {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException ioException) {
                throw ioException;
            }
        }
    }

    /** Installing the same location again would return the bundle that is being removed. */
    private void rejectIfBeingRemoved(String hash) throws PluginRejectedException {
        Optional<String> problem = find(hash).flatMap(removals::problem);
        if (problem.isPresent()) {
            throw new PluginRejectedException(
                    "the bundle of an earlier deployment " + problem.get(), Retry.AFTER_DELAY, null);
        }
    }

    /** Whether a bundle with this content is installed, even if it is being removed. */
    boolean isInstalled(String hash) {
        return find(hash).isPresent();
    }

    /** Starts a bundle. The router knows its components when this returns, unless they take longer than the router waits. */
    public void start(Bundle bundle) throws PluginRejectedException {
        try {
            bundle.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            throw new PluginRejectedException("it does not start: " + e.getMessage() + "; see the log", e);
        }
    }

    void remove(String hash) {
        find(hash).ifPresent(removals::remove);
    }

    /** Functions from the name to the value of a manifest header, for each bundle that is not a plugin. */
    List<UnaryOperator<String>> hostHeaders() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> !isPlugin(bundle))
                .map(bundle -> bundle.getHeaders(""))
                .<UnaryOperator<String>>map(headers -> headers::get)
                .toList();
    }

    /** Plugin bundles that are installed but not among the known ones: an earlier installer left them in the framework. */
    public List<Bundle> orphanedBundles(Set<Bundle> known) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> isPlugin(bundle) && !known.contains(bundle))
                .toList();
    }

    @Override
    public void filterCollisions(int operation, Bundle target, Collection<Bundle> collisions) {
        if (operation == INSTALLING && target.equals(context.getBundle())) {
            collisions.removeIf(PluginBundles::isPlugin);
        }
    }

    private Optional<Bundle> find(String hash) {
        return Optional.ofNullable(context.getBundle(LOCATION_PREFIX + hash));
    }

    /** The framework reports what is missing only when the bundle is started. */
    private static PluginRejectedException unresolved(Bundle bundle) {
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
