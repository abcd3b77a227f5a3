package weir.console.internal.admin;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import weir.installer.BundleIdentity;
import weir.installer.ClassUnloadingStatus;
import weir.installer.Installer;
import weir.installer.PluginOrigin;
import weir.installer.PluginStatus;
import weir.router.RouteStatus;
import weir.router.Router;
import weir.router.UpgradePolicy;

/** The admin API's commands on strategy bundles. Thread-safe. */
final class StrategyCommands {

    private final Installer installer;
    private final Router router;
    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final PluginDirectory pluginDirectory;

    /** @param components describes the components of bundles, because a strategy that no route uses has no service */
    StrategyCommands(
            Installer installer,
            Router router,
            BundleContext context,
            ServiceComponentRuntime components,
            PluginDirectory pluginDirectory) {
        this.installer = installer;
        this.router = router;
        this.context = context;
        this.components = components;
        this.pluginDirectory = pluginDirectory;
    }

    /** The JARs in the plugins directory, the installer's problems, and the class loaders of uninstalled plugins. */
    record Listing(List<Plugin> strategies, List<String> problems, ClassUnloadingStatus unloading) {}

    /**
     * A JAR in the plugins directory.
     *
     * @param name symbolic name of its bundle; empty if the file is not a valid bundle
     * @param version version of its bundle; empty if the file is not a valid bundle
     * @param strategies names of its strategies
     * @param routes ids of the routes that it serves
     * @param from alias and address of the publisher of the installed JAR, or {@code unsigned, local}
     * @param publisher address of the publisher; empty for a JAR that was copied into the directory
     * @param isolation where its code runs: {@code host}, {@code separate}, {@code fenced} or {@code external}
     * @param permissions permissions that its code uses or declares; empty if it is pure
     * @param sha256 hash of the installed JAR
     */
    record Plugin(
            Optional<String> name,
            Optional<Version> version,
            PluginStatus.State state,
            List<String> strategies,
            List<String> routes,
            String file,
            String message,
            Optional<String> from,
            Optional<String> publisher,
            Optional<String> isolation,
            List<String> permissions,
            Optional<String> sha256) {}

    /** @param unserved ids of the routes that no version serves now */
    record Uninstalled(String uninstalled, List<String> unserved, ClassUnloadingStatus unloading) {}

    /**
     * A JAR before its installation.
     *
     * @param installed versions of the bundle that are installed now
     * @param upgrades ids of the routes that the new version will serve
     */
    record Inspection(String name, Version version, List<Version> installed, List<String> upgrades) {}

    /** A bundle that may provide a strategy. */
    record Permission(String strategy, String bundle) {}

    Listing list() {
        List<Plugin> plugins = installer.status().stream().map(this::plugin).toList();
        return new Listing(plugins, installer.problems(), installer.classUnloading());
    }

    /** Installs the JAR in the body. Returns when its bundle is active; throws if the installer rejects the JAR. */
    Plugin install(RequestBody body) throws HttpError, IOException {
        return plugin(pluginDirectory.install(body));
    }

    /** Describes the JAR in the body without installing it, so that an operator can see what an upload will change. */
    Inspection inspect(RequestBody body) throws HttpError, IOException {
        BundleIdentity identity = pluginDirectory.inspect(body);
        List<Bundle> others = Arrays.stream(context.getBundles())
                .filter(bundle -> identity.name().equals(bundle.getSymbolicName()))
                .toList();
        Set<String> names = others.stream()
                .flatMap(bundle -> strategyNames(bundle).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> upgraded = router.routes().stream()
                .filter(route -> names.contains(route.strategy()) && isUpgradedBy(route, identity.version()))
                .map(RouteStatus::id)
                .toList();
        return new Inspection(
                identity.name(),
                identity.version(),
                others.stream().map(Bundle::getVersion).sorted().toList(),
                upgraded);
    }

    private static boolean isUpgradedBy(RouteStatus route, Version version) {
        return route.upgrade() == UpgradePolicy.AUTO
                && route.versions().map(range -> range.includes(version)).orElse(true)
                && route.serving()
                        .map(serving -> serving.compareTo(version) < 0)
                        .orElse(true);
    }

    /** Deletes a bundle's file. Returns when the bundle is uninstalled. The JVM frees its classes some seconds later. */
    Uninstalled uninstall(String name, String version) throws HttpError, IOException {
        PluginStatus plugin = installer.status().stream()
                .filter(installed -> installed
                        .bundle()
                        .filter(bundle -> bundle.toString().equals(name + " " + version))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> new HttpError(404, name + " " + version + " is not installed; " + chooseRemedy()));
        pluginDirectory.uninstall(plugin);
        List<String> unserved = router.routes().stream()
                .filter(route -> route.serving().isEmpty())
                .map(RouteStatus::id)
                .toList();
        return new Uninstalled(name + " " + version, unserved, installer.classUnloading());
    }

    /**
     * Permits a bundle to provide a strategy whose name belongs to another bundle.
     *
     * @param body {@code {"bundle": SYMBOLIC NAME}}
     */
    Permission allowName(String strategy, JsonObject body) throws HttpError, IOException {
        String bundle = RequestBody.requireString(body, "bundle", "send the bundle's symbolic name");
        installer.allowName(strategy, bundle);
        return new Permission(strategy, bundle);
    }

    private String chooseRemedy() {
        List<String> names = installer.status().stream()
                .flatMap(plugin -> plugin.bundle().stream())
                .map(BundleIdentity::toString)
                .toList();
        return names.isEmpty() ? "the plugins directory is empty" : "choose one of " + String.join(", ", names);
    }

    private Plugin plugin(PluginStatus status) {
        Optional<Bundle> bundle = status.bundle().flatMap(this::findBundle);
        return new Plugin(
                status.bundle().map(BundleIdentity::name),
                status.bundle().map(BundleIdentity::version),
                status.state(),
                bundle.map(this::strategyNames).orElse(List.of()),
                bundle.map(this::servedRoutes).orElse(List.of()),
                status.file(),
                status.message(),
                status.origin().map(PluginOrigin::source),
                status.origin().flatMap(PluginOrigin::publisher),
                status.origin().map(origin -> origin.level().id()),
                status.origin().map(origin -> List.copyOf(origin.permissions())).orElse(List.of()),
                status.origin().map(PluginOrigin::sha256));
    }

    private List<String> servedRoutes(Bundle bundle) {
        return router.routes().stream()
                .filter(route ->
                        route.serving().filter(bundle.getVersion()::equals).isPresent()
                                && route.instances().stream()
                                        .anyMatch(instance -> instance.bundleId() == bundle.getBundleId()))
                .map(RouteStatus::id)
                .toList();
    }

    private Optional<Bundle> findBundle(BundleIdentity identity) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> identity.name().equals(bundle.getSymbolicName())
                        && identity.version().equals(bundle.getVersion()))
                .findFirst();
    }

    private List<String> strategyNames(Bundle bundle) {
        return components.getComponentDescriptionDTOs(bundle).stream()
                .map(component -> component.properties.get("strategy.name"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .distinct()
                .sorted()
                .toList();
    }
}
