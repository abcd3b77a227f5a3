package weir.doctor.internal.host;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weir.base.WeirException;
import weir.doctor.Check;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.Platform;
import weir.installer.verify.PluginEntries;
import weir.installer.verify.PluginRejectedException;
import weir.installer.verify.VerifiedPlugin;
import weir.launcher.Assembly;
import weir.launcher.Home;
import weir.router.files.RouteFiles;

/** Whether each plugin can be used and each route has a strategy. */
public final class StrategyChecks {

    private static final String PLUGINS = "plugins";
    private static final String ROUTES = "routes";

    private StrategyChecks() {}

    /** As the host reports it. */
    public static List<Check> of(RunningHost host) {
        List<Check> routes = new ArrayList<>();
        List<JsonObject> listed = JsonFields.objects(host.routes(), "routes");
        for (JsonObject route : listed) {
            if (JsonFields.text(route, "serving").matches("-?")) {
                routes.add(Check.fault(
                        ROUTES,
                        "route " + JsonFields.text(route, "id") + " has no strategy: " + JsonFields.text(route, "note"),
                        "Until then, its queries are answered with the current positions; see `weir routes`."));
            }
        }
        JsonFields.texts(host.routes(), "problems")
                .forEach(text -> routes.add(HostChecks.problem(ROUTES, text, false)));
        List<Check> plugins = new ArrayList<>();
        List<JsonObject> files = JsonFields.objects(host.strategies(), "strategies");
        for (JsonObject plugin : files) {
            String message = JsonFields.text(plugin, "message");
            if (!message.isEmpty()) {
                boolean isWaiting = JsonFields.text(plugin, "state").equals("waiting");
                plugins.add(HostChecks.problem(PLUGINS, JsonFields.text(plugin, "file") + ": " + message, isWaiting));
            }
        }
        JsonFields.texts(host.strategies(), "problems")
                .forEach(text -> plugins.add(HostChecks.problem(PLUGINS, text, false)));
        return concat(
                orCount(routes, ROUTES, listed.size(), "all have a running strategy", "no route is defined"),
                orCount(plugins, PLUGINS, files.size(), "all are installed", "no plugin is installed"));
    }

    /** As the files of a stopped host are. */
    public static List<Check> of(Home home, Assembly assembly) {
        boolean isNew = !Files.exists(home.plugins());
        Path folder = isNew ? assembly.plugins() : home.plugins();
        List<VerifiedPlugin> verified = new ArrayList<>();
        List<Check> plugins = verify(folder, assembly, verified);
        RouteFiles files = RouteFiles.read(Files.exists(home.routes()) ? home.routes() : assembly.routes());
        List<Check> routes = new ArrayList<>();
        for (RouteFiles.Entry route : files.routes()) {
            boolean isServed = verified.stream()
                    .anyMatch(plugin -> plugin.strategies().contains(route.strategy())
                            && route.accepts(plugin.identity().version()));
            if (!isServed) {
                routes.add(Check.fault(
                        ROUTES,
                        "route " + route.id() + " has no strategy: no JAR in " + folder + " has " + route.strategy()
                                + route.versions().map(range -> " in " + range).orElse(""),
                        "Put the JAR there, or change " + route.id() + ".json."));
            }
        }
        files.problems().forEach(text -> routes.add(HostChecks.problem(ROUTES, text, false)));
        return concat(
                orCount(routes, ROUTES, files.routes().size(), "all have a strategy", "no route is defined"),
                orCount(plugins, PLUGINS, verified.size(), "all can be installed", "there is no plugin in " + folder));
    }

    private static List<Check> verify(Path folder, Assembly assembly, List<VerifiedPlugin> verified) {
        List<Check> problems = new ArrayList<>();
        try {
            JarVerifier verifier = new JarVerifier(Platform.in(assembly.folder().resolve("system")));
            for (Path file : PluginEntries.list(folder)) {
                try {
                    verified.add(verifier.verify(file));
                } catch (PluginRejectedException e) {
                    problems.add(HostChecks.problem(
                            PLUGINS, file.getFileName() + ": " + e.problem() + "; " + e.remedy(), false));
                }
            }
        } catch (IOException e) {
            problems.add(Check.fault(
                    PLUGINS, "cannot read " + folder + ": " + WeirException.describe(e), "Correct its permissions."));
        }
        return problems;
    }

    private static List<Check> orCount(List<Check> problems, String name, int count, String good, String none) {
        if (!problems.isEmpty()) {
            return problems;
        }
        return List.of(
                count > 0 ? Check.ok(name, good + " (" + count + ")") : Check.fault(name, none, "See docs/routes.md."));
    }

    private static List<Check> concat(List<Check> first, List<Check> second) {
        List<Check> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
