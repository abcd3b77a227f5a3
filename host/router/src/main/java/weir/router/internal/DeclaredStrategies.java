package weir.router.internal;

import java.util.Collection;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.VersionRange;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which strategies the installed bundles declare. One that no route asks for has no instance, hence no service: only Declarative
 * Services knows of it. Thread-safe.
 */
record DeclaredStrategies(BundleContext context) {

    private static final Logger LOG = LoggerFactory.getLogger(DeclaredStrategies.class);

    /** Whether an active bundle with a version in the range has a strategy of this name. */
    boolean has(String strategy, VersionRange versions) {
        ServiceReference<ServiceComponentRuntime> found = context.getServiceReference(ServiceComponentRuntime.class);
        ServiceComponentRuntime runtime = found == null ? null : context.getService(found);
        if (runtime == null) {
            return false;
        }
        try {
            return described(runtime).stream()
                    .filter(component -> strategy.equals(component.properties.get(StrategyTracker.STRATEGY)))
                    .flatMap(component -> bundle(component).stream())
                    .anyMatch(bundle -> bundle.getState() == Bundle.ACTIVE && versions.includes(bundle.getVersion()));
        } finally {
            context.ungetService(found);
        }
    }

    private static Collection<ComponentDescriptionDTO> described(ServiceComponentRuntime runtime) {
        try {
            return runtime.getComponentDescriptionDTOs();
        } catch (RuntimeException e) {
            LOG.debug("a bundle that went while Declarative Services was asked; asking again", e);
            return runtime.getComponentDescriptionDTOs();
        }
    }

    private Optional<Bundle> bundle(ComponentDescriptionDTO component) {
        return Optional.ofNullable(context.getBundle(component.bundle.id));
    }
}
