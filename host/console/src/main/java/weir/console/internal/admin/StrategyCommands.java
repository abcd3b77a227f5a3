package weir.console.internal.admin;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import weir.installer.BundleIdentity;
import weir.installer.ClassUnloadingStatus;
import weir.installer.Installer;
import weir.installer.PluginStatus;
import weir.router.RouteStatus;
import weir.router.Router;

/** The admin API's commands on strategy bundles. Thread-safe. */
final class StrategyCommands {

    private final Installer installer;
    private final Router router;
    private final InstalledStrategies strategies;
    private final PluginUpload upload;

    StrategyCommands(Installer installer, Router router, InstalledStrategies strategies, PluginUpload upload) {
        this.installer = installer;
        this.router = router;
        this.strategies = strategies;
        this.upload = upload;
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
     */
    record Plugin(
            Optional<String> name,
            Optional<Version> version,
            PluginStatus.State state,
            List<String> strategies,
            List<String> routes,
            String file,
            String message) {}

    /** @param unserved ids of the routes that no version serves now */
    record Uninstalled(String uninstalled, List<String> unserved, ClassUnloadingStatus unloading) {}

    /** A bundle that may provide a strategy. */
    record Permission(String strategy, String bundle) {}

    Listing list() {
        List<Plugin> plugins = installer.status().stream().map(this::plugin).toList();
        return new Listing(plugins, installer.problems(), installer.classUnloading());
    }

    /** Installs the JAR in the body. Returns when its bundle is active; throws if the installer rejects the JAR. */
    Plugin install(RequestBody body) throws HttpError, IOException {
        return plugin(upload.install(body));
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
        upload.uninstall(plugin);
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
        Optional<Bundle> bundle = status.bundle().flatMap(strategies::findBundle);
        return new Plugin(
                status.bundle().map(BundleIdentity::name),
                status.bundle().map(BundleIdentity::version),
                status.state(),
                bundle.map(strategies::namesOf).orElse(List.of()),
                bundle.map(this::servedRoutes).orElse(List.of()),
                status.file(),
                status.message());
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
}
