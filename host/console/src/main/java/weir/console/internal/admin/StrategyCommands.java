package weir.console.internal.admin;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import weir.installer.BundleIdentity;
import weir.installer.Installer;
import weir.installer.PluginStatus;
import weir.router.RouteStatus;
import weir.router.Router;

/** Commands on strategy bundles: what is installed, and files put into the plugins folder or taken from it. */
@Component(
        service = StrategyCommands.class,
        configurationPid = AdminConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class StrategyCommands {

    private final Installer installer;
    private final Router router;
    private final InstalledStrategies strategies;
    private final PluginDrop drop;

    /** Made by DS. */
    @Activate
    public StrategyCommands(
            @Reference Installer installer,
            @Reference Router router,
            @Reference InstalledStrategies strategies,
            AdminConfiguration configuration) {
        this.installer = installer;
        this.router = router;
        this.strategies = strategies;
        this.drop = new PluginDrop(Path.of(configuration.plugins()), installer);
    }

    /**
     * A file of the plugins folder.
     *
     * @param name symbolic name of its bundle, {@code "-"} where it is not known
     * @param strategies names that routes choose by
     * @param routes ids of the routes that it serves
     */
    private record Listed(
            String name,
            String version,
            String state,
            List<String> strategies,
            List<String> routes,
            String file,
            String message) {}

    /** The plugins folder, file by file, and what is to be mended there. */
    JsonObject list() {
        JsonObject json = new JsonObject();
        json.add(
                "strategies",
                new Gson()
                        .toJsonTree(
                                installer.status().stream().map(this::listed).toList()));
        json.add("problems", new Gson().toJsonTree(installer.problems()));
        json.add("unloading", new Gson().toJsonTree(installer.classUnloading()));
        return json;
    }

    /** Installs the JAR that the body is. Returns when it runs, or says why it does not. */
    JsonElement install(RequestBody body) throws Complaint, IOException {
        return new Gson().toJsonTree(listed(drop.install(body)));
    }

    /**
     * Takes the file of a bundle away; returns when the bundle is gone. Names the routes that then stand empty, and says how
     * many uninstalled plugins' classes are freed: those of this one need some seconds.
     */
    JsonElement uninstall(String name, String version) throws Complaint, IOException {
        PluginStatus plugin = installer.status().stream()
                .filter(one -> one.bundle().map(BundleIdentity::toString).equals(Optional.of(name + " " + version)))
                .findFirst()
                .orElseThrow(() -> new Complaint(404, "no " + name + " " + version + " is installed; " + installed()));
        drop.uninstall(plugin);
        JsonObject json = new JsonObject();
        json.addProperty("uninstalled", name + " " + version);
        json.add(
                "unserved",
                new Gson()
                        .toJsonTree(router.routes().stream()
                                .filter(route -> route.serving().isEmpty())
                                .map(RouteStatus::id)
                                .toList()));
        json.add("unloading", new Gson().toJsonTree(installer.classUnloading()));
        return json;
    }

    private String installed() {
        List<String> names = installer.status().stream()
                .flatMap(plugin -> plugin.bundle().stream())
                .map(BundleIdentity::toString)
                .toList();
        return names.isEmpty() ? "the plugins folder holds none" : "there are " + String.join(", ", names);
    }

    private Listed listed(PluginStatus plugin) {
        Optional<BundleIdentity> identity = plugin.bundle();
        Optional<Bundle> bundle = identity.flatMap(
                one -> strategies.bundle(one.name(), one.version().toString()));
        return new Listed(
                identity.map(BundleIdentity::name).orElse("-"),
                identity.map(one -> one.version().toString()).orElse("-"),
                plugin.state().name().toLowerCase(Locale.ROOT),
                bundle.map(strategies::of).orElse(List.of()),
                bundle.map(this::served).orElse(List.of()),
                plugin.file(),
                plugin.message());
    }

    private List<String> served(Bundle bundle) {
        return router.routes().stream()
                .filter(route -> route.instances().stream()
                        .anyMatch(one -> one.bundleId() == bundle.getBundleId()
                                && route.serving().filter(one.version()::equals).isPresent()))
                .map(RouteStatus::id)
                .toList();
    }
}
