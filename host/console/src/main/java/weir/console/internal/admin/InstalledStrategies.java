package weir.console.internal.admin;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import weir.installer.BundleIdentity;

/**
 * Finds the strategies in the installed bundles. Reads them from the component descriptions, because a strategy without a route has
 * no service. Thread-safe.
 */
final class InstalledStrategies {

    private final BundleContext context;
    private final ServiceComponentRuntime components;

    InstalledStrategies(BundleContext context, ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
    }

    Optional<Bundle> bundle(BundleIdentity identity) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> identity.name().equals(bundle.getSymbolicName())
                        && identity.version().equals(bundle.getVersion()))
                .findFirst();
    }

    /** The names of a bundle's strategies, sorted. */
    List<String> names(Bundle bundle) {
        return components.getComponentDescriptionDTOs(bundle).stream()
                .map(component -> component.properties.get("strategy.name"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .distinct()
                .sorted()
                .toList();
    }

    /** @throws HttpError 400 if no installed version of the strategy is in the range */
    void require(String strategy, String versions) throws HttpError {
        TreeSet<String> installed = new TreeSet<>();
        TreeSet<Version> candidates = new TreeSet<>();
        for (Bundle bundle : context.getBundles()) {
            List<String> names = names(bundle);
            installed.addAll(names);
            if (names.contains(strategy)) {
                candidates.add(bundle.getVersion());
            }
        }
        if (candidates.isEmpty()) {
            throw new HttpError(
                    400, "'strategy': '" + strategy + "' is not installed; install it, or choose one of " + installed);
        }
        if (candidates.stream().noneMatch(range(versions)::includes)) {
            throw new HttpError(
                    400,
                    "'versions': no installed version of " + strategy + " is in " + versions
                            + "; install one, or choose a range that includes one of " + candidates);
        }
    }

    private static VersionRange range(String versions) throws HttpError {
        try {
            return VersionRange.valueOf(versions);
        } catch (IllegalArgumentException e) {
            throw new HttpError(
                    400, "'versions': '" + versions + "' is not a version range; send one, for example [1.0,2.0)");
        }
    }
}
