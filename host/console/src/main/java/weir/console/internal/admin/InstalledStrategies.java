package weir.console.internal.admin;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * Which strategies the installed bundles hold, by the names that routes choose by. Asks Declarative Services for what the
 * components declare: a strategy that no route asks for yet is no service, and known here all the same.
 */
@Component(service = InstalledStrategies.class)
public final class InstalledStrategies {

    private final BundleContext context;
    private final ServiceComponentRuntime components;

    /** Made by DS. */
    @Activate
    public InstalledStrategies(BundleContext context, @Reference ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
    }

    /** The bundle of a name and version, if it is installed. */
    Optional<Bundle> bundle(String name, String version) {
        return Arrays.stream(context.getBundles())
                .filter(one -> name.equals(one.getSymbolicName())
                        && version.equals(one.getVersion().toString()))
                .findFirst();
    }

    /** Names of the strategies of a bundle. */
    List<String> of(Bundle bundle) {
        TreeSet<String> names = new TreeSet<>();
        components.getComponentDescriptionDTOs(bundle).forEach(component -> {
            if (component.properties.get("strategy.name") instanceof String name) {
                names.add(name);
            }
        });
        return List.copyOf(names);
    }

    /** Refuses a strategy that would leave a route empty: one that no bundle has, or none in the range. */
    void require(String strategy, String versions) throws Complaint {
        TreeSet<String> names = new TreeSet<>();
        TreeSet<Version> having = new TreeSet<>();
        for (Bundle bundle : context.getBundles()) {
            List<String> ofBundle = of(bundle);
            names.addAll(ofBundle);
            if (ofBundle.contains(strategy)) {
                having.add(bundle.getVersion());
            }
        }
        if (having.isEmpty()) {
            throw new Complaint(
                    400, "'strategy': '" + strategy + "' is not installed; install it, or choose one of " + names);
        }
        if (having.stream().noneMatch(range(versions)::includes)) {
            throw new Complaint(
                    400,
                    "'versions': no installed version of " + strategy + " is in " + versions
                            + "; install one, or choose a range with one of " + having);
        }
    }

    private static VersionRange range(String versions) throws Complaint {
        try {
            return VersionRange.valueOf(versions);
        } catch (IllegalArgumentException e) {
            throw new Complaint(
                    400, "'versions': '" + versions + "' is no version range; write one, for example [1.0,2.0)");
        }
    }
}
