package weir.installer.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins' bundles in the framework, each under a location made of its content hash. As a collision hook it lets two
 * contents of one name and version stand side by side, which overwriting a JAR without a new version needs. Not thread-safe.
 */
final class PluginBundles implements CollisionHook {

    private static final Logger LOG = LoggerFactory.getLogger(PluginBundles.class);
    private static final String LOCATION = "weir:";

    private final BundleContext context;
    private final FrameworkWiring wiring;
    /** Not gone yet, because they hang in their end, find no thread for it, or another bundle is wired to them. */
    private final Map<Bundle, Departure> lingering = new HashMap<>();
    /** Those of them that are uninstalled, and whose classes another bundle uses. */
    private final Set<Bundle> wired = new HashSet<>();

    private final LoaderWatch loaders;

    PluginBundles(BundleContext context, LoaderWatch loaders) {
        this.context = context;
        this.loaders = loaders;
        this.wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    }

    static boolean isPlugin(Bundle bundle) {
        return bundle.getLocation().startsWith(LOCATION);
    }

    /** Installs a copy beside whatever is there, and resolves it; the framework keeps nothing where that fails. */
    Bundle install(String hash, Path copy) throws Refusal, IOException {
        requireGone(context.getBundle(LOCATION + hash));
        try (InputStream in = Files.newInputStream(copy)) {
            Bundle bundle = context.installBundle(LOCATION + hash, in);
            if (wiring.resolveBundles(Set.of(bundle))) {
                return bundle;
            }
            Refusal refusal = unresolved(bundle);
            bundle.uninstall();
            throw refusal;
        } catch (BundleException e) {
            throwIfOfDisk(e);
            throw new Refusal(
                    "the framework does not take it: " + e.getMessage() + "; rebuild it",
                    Refusal.Until.FILE_CHANGES,
                    e);
        }
    }

    /** The framework copies the bundle, too: a full disk is not the bundle's fault. */
    private static void throwIfOfDisk(BundleException e) throws IOException {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException ofDisk) {
                throw ofDisk;
            }
        }
    }

    /** The framework would give the one that is on its way out as if it were new. */
    private void requireGone(Bundle before) throws Refusal {
        if (before != null && lingering.containsKey(before)) {
            throw new Refusal("from the last time it " + lingering.get(before).why(), Refusal.Until.LATER, null);
        }
    }

    /** Whether a bundle of this content is in the framework, be it on its way out. */
    boolean has(String hash) {
        return context.getBundle(LOCATION + hash) != null;
    }

    /** Starts a bundle; its components are at the router's disposal when this returns. */
    void start(Bundle bundle) throws Refusal {
        try {
            bundle.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            throw new Refusal("it does not start: " + e.getMessage() + "; see the log", Refusal.Until.FILE_CHANGES, e);
        }
    }

    /** Removes the bundle of this content, if there is one. */
    void remove(String hash) {
        Bundle bundle = context.getBundle(LOCATION + hash);
        if (bundle != null) {
            remove(bundle);
        }
    }

    /**
     * Stops a bundle, which drains its strategies, uninstalls it, and refreshes it alone. A bundle that hangs in its end is left to a
     * thread of its own after a while; {@link #stuck} names it. It is remembered first: whatever fails here is tried again.
     */
    void remove(Bundle bundle) {
        Departure departure = lingering.computeIfAbsent(bundle, one -> new Departure(one, loaders));
        departure.begin(System.nanoTime());
        departure.await();
        refresh();
    }

    /** Goes on with what could not go yet. */
    void look(long now) {
        lingering.values().forEach(departure -> departure.begin(now));
        refresh();
    }

    /** Bundles that were to be gone and are not, each with the remedy. */
    List<String> stuck() {
        return lingering.entrySet().stream()
                .filter(one -> !one.getValue().isOver())
                .map(one -> one.getKey() + " " + one.getValue().why())
                .toList();
    }

    private void refresh() {
        Set<Bundle> gone = new HashSet<>(lingering.keySet());
        gone.removeIf(bundle -> !lingering.get(bundle).isOver());
        List<Bundle> alone = new ArrayList<>();
        for (Bundle bundle : gone) {
            if (gone.containsAll(wiring.getDependencyClosure(Set.of(bundle)))) {
                alone.add(bundle);
            } else if (wired.add(bundle)) {
                LOG.info("{} is still used by another plugin; its classes go when that one goes", bundle);
            }
        }
        if (!alone.isEmpty()) {
            wiring.refreshBundles(alone);
            alone.forEach(lingering::remove);
            alone.forEach(wired::remove);
        }
    }

    /** Plugins that are in the framework from an earlier life of the installer. */
    List<Bundle> strangers(Set<Bundle> known) {
        return List.of(context.getBundles()).stream()
                .filter(bundle -> isPlugin(bundle) && !known.contains(bundle))
                .toList();
    }

    @Override
    public void filterCollisions(int operation, Bundle target, Collection<Bundle> collisions) {
        if (operation == INSTALLING && target.equals(context.getBundle())) {
            collisions.removeIf(PluginBundles::isPlugin);
        }
    }

    /** Starting is the only way to hear from the framework what is missing. */
    private static Refusal unresolved(Bundle bundle) {
        String missing = "";
        BundleException cause = null;
        try {
            bundle.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            missing = e.getMessage();
            cause = e;
        }
        return new Refusal(
                "it needs what nobody here provides: " + missing
                        + "; put the bundle that provides it into the plugins folder, or carry a private copy",
                Refusal.Until.OTHERS_CHANGE,
                cause);
    }
}
