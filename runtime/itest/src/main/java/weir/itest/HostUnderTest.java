package weir.itest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.Version;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.runtime.HttpServiceRuntimeConstants;
import org.osgi.util.tracker.ServiceTracker;
import weir.installer.Installer;
import weir.installer.PluginStatus;
import weir.router.RouteStatus;
import weir.router.Router;

/** Gives the host's components a home of their own, as {@code weir run} does, and asks them as others do. */
final class HostUnderTest implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String QUERY =
            """
            {"job_id": "job-1", "sn_liquidity_manager_address": "0x1111111111111111111111111111111111111111",
             "pair_address": "0x2222222222222222222222222222222222222222", "chain_id": 8453, "round_id": "r-7",
             "round_type": "evaluation", "block_number": 31000000, "current_price": 1.4614467034852102e+33,
             "current_positions": [{"tick_lower": 194000, "tick_upper": 199400, "allocation0": "1", "allocation1": "2"}],
             "inventory_remaining": {"amount0": "1000000000000000000", "amount1": "2000000"}}""";

    private final BundleContext context =
            FrameworkUtil.getBundle(HostUnderTest.class).getBundleContext();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Configuration> configurations;
    private final ServiceTracker<Router, Router> routers = new ServiceTracker<>(context, Router.class, null);
    private final ServiceTracker<Installer, Installer> installers =
            new ServiceTracker<>(context, Installer.class, null);
    private final URI endpoint;

    HostUnderTest(Path home) throws Exception {
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
                        "weir.installer",
                        Map.of("plugins", folder(home, "plugins"), "data", folder(home, "data"))),
                configure(admin, "weir.history", Map.of("folder", folder(home, "history"))));
        if (routers.waitForService(PATIENCE.toMillis()) == null
                || installers.waitForService(PATIENCE.toMillis()) == null) {
            throw new IllegalStateException("the host's services did not come up");
        }
        String[] endpoints = (String[]) context.getServiceReference(HttpServiceRuntime.class)
                .getProperty(HttpServiceRuntimeConstants.HTTP_SERVICE_ENDPOINT);
        endpoint = URI.create(endpoints[0]).resolve("/RebalanceQuery");
        await(() -> status() == 200, "the axon listens at " + endpoint);
    }

    HttpResponse<String> ask() throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(endpoint)
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .header("timeout", "5.0")
                        .POST(HttpRequest.BodyPublishers.ofString(QUERY))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    boolean routed() {
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

    long installed() {
        return installers.getService().status().stream()
                .filter(plugin -> plugin.state() == PluginStatus.State.INSTALLED)
                .count();
    }

    String message(String file) {
        return installers.getService().status().stream()
                .filter(plugin -> plugin.file().equals(file))
                .map(PluginStatus::message)
                .findFirst()
                .orElse("");
    }

    void await(BooleanSupplier condition, String what) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            Thread.sleep(10);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Configuration configuration : configurations) {
            configuration.delete();
        }
        // Configuration Admin tells the components later: the next test must not meet this one's services.
        await(() -> routers.isEmpty() && installers.isEmpty(), "the services of this home are gone");
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

    private static Configuration configure(ConfigurationAdmin admin, String pid, Map<String, String> properties)
            throws IOException {
        Configuration configuration = admin.getConfiguration(pid, "?");
        Dictionary<String, Object> dictionary = new Hashtable<>(properties);
        configuration.update(dictionary);
        return configuration;
    }
}
