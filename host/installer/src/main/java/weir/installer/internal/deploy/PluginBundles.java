package weir.installer.internal.deploy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.wiring.FrameworkWiring;
import weir.installer.internal.unload.PendingRemovals;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.Platform;
import weir.installer.verify.PluginRejectedException;
import weir.installer.verify.PluginRejectedException.Retry;
import weir.isolation.Level;
import weir.isolation.Placement;

/**
 * Installs and starts the plugins' bundles. A bundle's location contains its content hash and its level, so that the same content
 * can be started at another level before it is stopped at this one. As a collision hook, it permits two plugin bundles with the same
 * name and version: the same content at two levels, or a JAR that a user has overwritten without raising its version. Not
 * thread-safe.
 */
public final class PluginBundles implements CollisionHook {

    private static final String LOCATION_PREFIX = "weir:";
    /** Separates the content hash from the level in the location of a bundle that does not run in the host. */
    private static final char LEVEL_SEPARATOR = '@';

    private final BundleContext context;
    private final FrameworkWiring wiring;
    private final PendingRemovals removals;
    private final Duration startTimeout;
    /** Weak, because a removed bundle must not be kept in memory by its last start. */
    private final Map<Bundle, RunningStart> starts = new WeakHashMap<>();

    private record RunningStart(FutureTask<Void> task, Thread thread) {
        static RunningStart of(Bundle bundle) {
            FutureTask<Void> task = new FutureTask<>(() -> {
                bundle.start(Bundle.START_TRANSIENT);
                return null;
            });
            Thread thread = new Thread(task, "weir start of " + bundle);
            thread.setDaemon(true);
            thread.start();
            return new RunningStart(task, thread);
        }
    }

    public PluginBundles(BundleContext context, PendingRemovals removals, Duration startTimeout) {
        this.startTimeout = startTimeout;
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

    /** Installs and resolves a bundle whose strategies run in the host. */
    public Bundle install(String hash, Path jar) throws PluginRejectedException, IOException {
        return install(hash, jar, Placement.HOST);
    }

    /**
     * Installs and resolves a bundle in addition to the installed ones, or the bundle that stands for it if its strategies run in a
     * child process. If this method throws, the bundle is not installed.
     */
    public Bundle install(String hash, Path jar, Placement placement) throws PluginRejectedException, IOException {
        rejectIfBeingRemoved(hash, placement);
        Optional<ProxyBundle> proxy =
                placement.level() == Level.HOST ? Optional.empty() : Optional.of(ProxyBundle.of(jar, hash, placement));
        try (InputStream in =
                proxy.isPresent() ? new ByteArrayInputStream(proxy.get().content()) : Files.newInputStream(jar)) {
            Bundle bundle = context.installBundle(location(hash, placement), in);
            requireSameLevel(bundle, proxy);
            try {
                if (proxy.isEmpty()) {
                    verifier().verifyInstalled(jar, bundle.getHeaders(""));
                }
            } catch (PluginRejectedException e) {
                bundle.uninstall();
                throw e;
            }
            if (wiring.resolveBundles(Set.of(bundle))) {
                return bundle;
            }
            PluginRejectedException rejection = resolutionFailure(bundle);
            bundle.uninstall();
            throw rejection;
        } catch (BundleException e) {
            throwIoCause(e);
            throw new PluginRejectedException(
                    "the framework cannot install it: " + e.getMessage(), "build it again", e);
        }
    }

    /** Rejects a bundle of another level, which the framework returns if a bundle with this location is installed already. */
    private void requireSameLevel(Bundle bundle, Optional<ProxyBundle> proxy)
            throws PluginRejectedException, IOException {
        boolean isSame = proxy.isPresent() ? proxy.get().isContentOf(bundle) : !ProxyBundle.isGenerated(bundle);
        if (!isSame) {
            removals.remove(bundle);
            throw new PluginRejectedException(
                    "the framework has a bundle of this content for another level",
                    "wait until it is removed",
                    Retry.AFTER_DELAY);
        }
    }

    /** Throws the I/O error that made an installation fail, for example because the disk is full when the framework copies the bundle. */
    private static void throwIoCause(BundleException e) throws IOException {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException ioException) {
                throw ioException;
            }
        }
    }

    /** The content hash of a plugin's bundle; empty for other bundles. */
    public static Optional<String> hash(Bundle bundle) {
        if (!isPlugin(bundle)) {
            return Optional.empty();
        }
        String location = bundle.getLocation();
        int end = location.indexOf(LEVEL_SEPARATOR);
        return Optional.of(location.substring(LOCATION_PREFIX.length(), end < 0 ? location.length() : end));
    }

    private static String location(String hash, Placement placement) {
        // The publisher and the wrapper distinguish bundles too. Equal hash codes are noticed at the installation.
        int owner = List.of(placement.publisher(), placement.wrapper()).hashCode();
        return LOCATION_PREFIX
                + hash
                + (placement.level() == Level.HOST
                        ? ""
                        : LEVEL_SEPARATOR + placement.level().id() + "-" + Integer.toHexString(owner));
    }

    /** Rejects a bundle whose location is still installed, because the framework would return the bundle that is being removed. */
    private void rejectIfBeingRemoved(String hash, Placement placement) throws PluginRejectedException {
        Optional<String> problem = findBundle(hash, placement).flatMap(removals::problem);
        if (problem.isPresent()) {
            throw new PluginRejectedException(
                    "the bundle of an earlier deployment of this content " + problem.get(),
                    "wait until it is removed",
                    Retry.AFTER_DELAY);
        }
    }

    /** Whether a bundle with this content is installed at this level, also while it is being removed. */
    boolean isInstalled(String hash, Placement placement) {
        return findBundle(hash, placement).isPresent();
    }

    /**
     * Starts a bundle, on a thread of its own because listeners of the framework and code of the plugin may hang. Returns when the
     * bundle is active and its strategies have started, or after the timeout if the bundle is active. If an earlier start of the
     * bundle still hangs, waits for that one instead.
     *
     * @throws PluginRejectedException if the start fails, or the bundle is not active after the timeout; the start may still go on then
     */
    public void start(Bundle bundle) throws PluginRejectedException {
        starts.values().removeIf(start -> start.task().isDone());
        RunningStart start = starts.get(bundle);
        if (start == null) {
            start = RunningStart.of(bundle);
            starts.put(bundle, start);
        }
        try {
            start.task().get(startTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            if (bundle.getState() == Bundle.ACTIVE) {
                return; // its strategies are still starting
            }
            StackTraceElement[] stack = start.thread().getStackTrace();
            throw new PluginRejectedException(
                    "its start has not ended after " + PluginDeployment.seconds(startTimeout)
                            + (stack.length == 0 ? "" : ", it is at " + stack[0]),
                    "remove what blocks the start of the bundle",
                    Retry.AFTER_DELAY);
        } catch (ExecutionException e) {
            throw new PluginRejectedException(
                    "it does not start: " + e.getCause().getMessage(), "see the log", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginRejectedException("the host is stopping", "start it again", e);
        }
    }

    /** Whether the framework is stopping and therefore stops the plugins. */
    public boolean isFrameworkStopping() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.STOPPING;
    }

    void remove(String hash, Placement placement) {
        findBundle(hash, placement).ifPresent(removals::remove);
    }

    /** Returns a verifier for the bundles of the host that are installed now. */
    JarVerifier verifier() {
        return new JarVerifier(Platform.of(Arrays.stream(context.getBundles())
                .filter(bundle -> !isPlugin(bundle))
                .map(bundle -> bundle.getHeaders(""))
                .<UnaryOperator<String>>map(headers -> headers::get)
                .toList()));
    }

    /** Returns the plugin bundles except those that are in use. An earlier installer has left them in the framework. */
    public List<Bundle> orphanedBundles(Set<Bundle> usedBundles) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> isPlugin(bundle) && !usedBundles.contains(bundle))
                .toList();
    }

    @Override
    public void filterCollisions(int operation, Bundle target, Collection<Bundle> collisions) {
        if (operation == INSTALLING && target.equals(context.getBundle())) {
            collisions.removeIf(PluginBundles::isPlugin);
        }
    }

    private Optional<Bundle> findBundle(String hash, Placement placement) {
        return Optional.ofNullable(context.getBundle(location(hash, placement)));
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
                "unresolved imports: " + missing,
                "add the bundle that exports them to the plugins directory, or copy the packages into this bundle. If a"
                        + " library inside this bundle can do without them, do not import them (Import-Package: !NAME, *)",
                Retry.WHEN_OTHER_PLUGINS_CHANGE,
                cause);
    }
}
