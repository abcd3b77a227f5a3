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
import weir.router.VersionRanges;

/**
 * Finds the strategies in the installed bundles. Reads the component descriptions, because a strategy that no route uses has no
 * service. Thread-safe.
 */
final class InstalledStrategies {

    private final BundleContext context;
    private final ServiceComponentRuntime components;

    InstalledStrategies(BundleContext context, ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
    }

    Optional<Bundle> findBundle(BundleIdentity identity) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> identity.name().equals(bundle.getSymbolicName())
                        && identity.version().equals(bundle.getVersion()))
                .findFirst();
    }

    /** Names of the strategies in a bundle, sorted. */
    List<String> namesOf(Bundle bundle) {
        return components.getComponentDescriptionDTOs(bundle).stream()
                .map(component -> component.properties.get("strategy.name"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .distinct()
                .sorted()
                .toList();
    }

    /** @throws HttpError with status 400 if the range contains no installed version of the strategy */
    void requireInstalled(String strategy, String versions) throws HttpError {
        TreeSet<String> installedNames = new TreeSet<>();
        TreeSet<Version> versionsOfStrategy = new TreeSet<>();
        for (Bundle bundle : context.getBundles()) {
            List<String> names = namesOf(bundle);
            installedNames.addAll(names);
            if (names.contains(strategy)) {
                versionsOfStrategy.add(bundle.getVersion());
            }
        }
        if (versionsOfStrategy.isEmpty()) {
            throw new HttpError(
                    400,
                    "'strategy': '" + strategy + "' is not installed; install it, or choose one of " + installedNames);
        }
        if (versionsOfStrategy.stream().noneMatch(parseRange(versions)::includes)) {
            throw new HttpError(
                    400,
                    "'versions': no installed version of " + strategy + " is in " + versions
                            + "; install one, or choose a range that includes one of " + versionsOfStrategy);
        }
    }

    private static VersionRange parseRange(String versions) throws HttpError {
        try {
            return VersionRanges.parse(versions);
        } catch (IllegalArgumentException e) {
            throw new HttpError(
                    400, "'versions': '" + versions + "' is not a version range; send one, for example [1.0,2.0)");
        }
    }
}
