package weir.installer.internal.deploy;

import java.util.Collection;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Permits two versions of a plugin with {@code singleton:=true} at the same time, which an upgrade needs: the old version serves until
 * the new one does. Thread-safe.
 */
public final class SingletonUpgrades implements ResolverHookFactory, ResolverHook {

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        return this;
    }

    @Override
    public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> collisions) {
        if (isPlugin(singleton)) {
            collisions.removeIf(SingletonUpgrades::isPlugin);
        }
    }

    private static boolean isPlugin(BundleCapability identity) {
        return PluginBundles.isPlugin(identity.getRevision().getBundle());
    }

    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {
        // All bundles may be resolved.
    }

    @Override
    public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
        // All capabilities may be used.
    }

    @Override
    public void end() {
        // Holds nothing.
    }
}
