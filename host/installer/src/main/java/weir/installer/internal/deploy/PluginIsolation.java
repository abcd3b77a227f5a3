package weir.installer.internal.deploy;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;

/**
 * Framework hooks that separate plugins from the host:
 *
 * <ul>
 *   <li>A plugin finds no service and no bundle of the host or of another plugin.
 *   <li>Only the router and Declarative Services find services of plugins, so that an HTTP whiteboard, for example, ignores them.
 *   <li>The Configurator finds no plugin, so that it reads only the host's own document.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class PluginIsolation
        implements FindHook,
                EventListenerHook,
                org.osgi.framework.hooks.bundle.FindHook,
                org.osgi.framework.hooks.bundle.EventHook {

    /** The services that these hooks are to be registered as. */
    public static final String[] SERVICES = {
        FindHook.class.getName(),
        EventListenerHook.class.getName(),
        org.osgi.framework.hooks.bundle.FindHook.class.getName(),
        org.osgi.framework.hooks.bundle.EventHook.class.getName()
    };

    private static final String DECLARATIVE_SERVICES = "org.apache.felix.scr";
    private static final Set<String> USERS_OF_PLUGIN_SERVICES = Set.of("weir.router", DECLARATIVE_SERVICES);
    private static final String CONFIGURATION_ADMIN = "org.osgi.service.cm.ConfigurationAdmin";
    private static final String CONFIGURATOR = "org.apache.felix.configurator";

    @Override
    public void find(
            BundleContext context,
            String name,
            String filter,
            boolean allServices,
            Collection<ServiceReference<?>> references) {
        references.removeIf(reference -> !isServiceVisible(reference.getBundle(), context)
                && !(CONFIGURATION_ADMIN.equals(name) && isCalledByDeclarativeServices()));
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        Bundle owner = event.getServiceReference().getBundle();
        listeners.keySet().removeIf(context -> !isServiceVisible(owner, context));
    }

    @Override
    public void find(BundleContext context, Collection<Bundle> bundles) {
        bundles.removeIf(bundle -> !isBundleVisible(bundle, context));
    }

    @Override
    public void event(BundleEvent event, Collection<BundleContext> contexts) {
        contexts.removeIf(context -> !isBundleVisible(event.getBundle(), context));
    }

    private static boolean isServiceVisible(Bundle owner, BundleContext context) {
        Bundle user = user(context);
        if (owner == null || owner.equals(user) || isSystem(user)) {
            return true;
        }
        return !isPlugin(user) && (!isPlugin(owner) || USERS_OF_PLUGIN_SERVICES.contains(user.getSymbolicName()));
    }

    /** Declarative Services finds Configuration Admin through the context of the component's bundle. */
    private static boolean isCalledByDeclarativeServices() {
        Bundle own = FrameworkUtil.getBundle(PluginIsolation.class);
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.map(frame -> FrameworkUtil.getBundle(frame.getDeclaringClass()))
                        .filter(bundle -> bundle != null && !bundle.equals(own))
                        .findFirst())
                .filter(caller -> DECLARATIVE_SERVICES.equals(caller.getSymbolicName()) && !isPlugin(caller))
                .isPresent();
    }

    private static boolean isBundleVisible(Bundle bundle, BundleContext context) {
        Bundle user = user(context);
        if (isPlugin(user)) {
            return bundle.equals(user) || isSystem(bundle);
        }
        return user == null || !isPlugin(bundle) || !CONFIGURATOR.equals(user.getSymbolicName());
    }

    /** {@code null} if the bundle has just stopped; the framework then ignores the context. */
    private static Bundle user(BundleContext context) {
        try {
            return context.getBundle();
        } catch (IllegalStateException e) {
            return null;
        }
    }

    private static boolean isSystem(Bundle bundle) {
        return bundle == null || bundle.getBundleId() == 0;
    }

    private static boolean isPlugin(Bundle bundle) {
        return bundle != null && PluginBundles.isPlugin(bundle);
    }
}
