package weir.itest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.Version;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;
import weir.fixtures.Await;
import weir.fixtures.FreePort;
import weir.fixtures.RebalanceBodies;
import weir.installer.Installer;
import weir.installer.PluginStatus;
import weir.router.RouteStatus;
import weir.router.Router;

/** Configures the components of the host inside this framework with a home, as {@code weir run} does, and queries them over HTTP. */
final class InstalledHost implements AutoCloseable {

    private final BundleContext context =
            FrameworkUtil.getBundle(InstalledHost.class).getBundleContext();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Configuration> configurations;
    private final ServiceTracker<Router, Router> routers = new ServiceTracker<>(context, Router.class, null);
    private final ServiceTracker<Installer, Installer> installers =
            new ServiceTracker<>(context, Installer.class, null);
    private final int port = FreePort.find();
    private final URI endpoint = URI.create("http://127.0.0.1:" + port + "/RebalanceQuery");

    InstalledHost(Path home) throws Exception {
        routers.open();
        installers.open();
        ConfigurationAdmin admin = context.getService(context.getServiceReference(ConfigurationAdmin.class));
        configurations = List.of(
                configure(
                        admin,
                        "weir.router",
                        Map.of("routes.folder", folder(home, "routes"), "data", folder(home, "data"))),
                configure(
                        admin,
                        "weir.isolation",
                        Map.of("class.path", new String[0], "directory", folder(home, "data/children"))),
                configure(
                        admin,
                        "weir.installer",
                        Map.of(
                                "plugins",
                                folder(home, "plugins"),
                                "data",
                                folder(home, "data"),
                                "conf",
                                folder(home, "conf"))),
                configure(admin, "weir.history", Map.of("folder", folder(home, "history"))),
                configure(admin, "weir.axon", Map.of("port", port)));
        if (routers.waitForService(Await.TIMEOUT.toMillis()) == null
                || installers.waitForService(Await.TIMEOUT.toMillis()) == null) {
            throw new IllegalStateException("no Router or Installer within " + Await.TIMEOUT);
        }
        Await.until("the axon answers at " + endpoint, () -> status() == 200);
    }

    /** Sends {@link RebalanceBodies#valid()} to the axon. */
    HttpResponse<String> ask() throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(endpoint)
                        .timeout(Await.TIMEOUT)
                        .header("Content-Type", "application/json")
                        .header("timeout", "5.0")
                        .POST(HttpRequest.BodyPublishers.ofString(RebalanceBodies.valid()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    boolean hasRoutes() {
        return !routers.getService().routes().isEmpty();
    }

    /** The version that serves the default route. */
    String serving() {
        return routers.getService().routes().stream()
                .findFirst()
                .flatMap(RouteStatus::serving)
                .map(Version::toString)
                .orElse("-");
    }

    /** Number of installed plugins. */
    long installed() {
        return installers.getService().status().stream()
                .filter(plugin -> plugin.state() == PluginStatus.State.INSTALLED)
                .count();
    }

    /** What the installer reports about a file; empty if it has not seen it. */
    String message(String file) {
        return installers.getService().status().stream()
                .filter(plugin -> plugin.file().equals(file))
                .map(PluginStatus::message)
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Configuration configuration : configurations) {
            configuration.delete();
        }
        // Components are deactivated asynchronously; the next test must not find these services.
        Await.until("the services of this home are gone", () -> routers.isEmpty() && installers.isEmpty());
        routers.close();
        installers.close();
    }

    private int status() {
        try {
            return ask().statusCode();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static String folder(Path home, String name) throws IOException {
        return Files.createDirectories(home.resolve(name)).toString();
    }

    private static Configuration configure(ConfigurationAdmin admin, String pid, Map<String, ?> properties)
            throws IOException {
        Configuration configuration = admin.getConfiguration(pid, "?");
        Dictionary<String, Object> dictionary = new Hashtable<>(properties);
        configuration.update(dictionary);
        return configuration;
    }
}
