package weir.installer.internal;

import java.io.File;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;
import weir.installer.Installer;
import weir.installer.PluginStatus;
import weir.router.Answer;
import weir.router.Router;
import weir.router.Routes;
import weir.strategy.Inventory;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/**
 * A real framework with DS, Configuration Admin, router and installer, over a home folder. The API packages come from the test's
 * own class path, so that the test can call the services.
 */
final class TestHost implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SHARED =
            "weir.strategy;version=1.0.0,weir.strategy.guard;version=1.0.0,weir.base;version=1.0.0,weir.market;version=1.0.0,weir.uniswap.v3;version=1.0.0,"
                    + "weir.router;version=2.0.0,weir.installer;version=1.0.0,org.slf4j;version=2.0.17,"
                    + "org.apache.felix.hc.api;version=2.0.0,com.google.gson;version=2.15.0,com.google.gson.stream;version=2.15.0";

    private final Path home;
    private final Framework framework;
    private final ServiceTracker<Router, Router> routers;
    private final ServiceTracker<Installer, Installer> installers;

    TestHost(Path home) throws Exception {
        this.home = home;
        Files.createDirectories(plugins());
        Files.createDirectories(routes());
        this.framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        home.resolve("data/felix-cache").toString(),
                        Constants.FRAMEWORK_STORAGE_CLEAN,
                        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        SHARED,
                        "weir.home",
                        home.toString()));
        framework.start();
        for (String part : List.of(
                "org.osgi.util.function",
                "org.osgi.util.promise",
                "org.osgi.service.component-",
                "felix.configadmin",
                "felix.scr",
                "weir.router",
                "weir.installer")) {
            framework.getBundleContext().installBundle(url(part));
        }
        for (Bundle bundle : framework.getBundleContext().getBundles()) {
            bundle.start();
        }
        this.routers = tracker(Router.class);
        this.installers = tracker(Installer.class);
        configure(home);
        now(routers);
        now(installers);
    }

    /** Gives the components another home, without a pause in between. */
    void moveTo(Path other) throws Exception {
        configure(other);
    }

    Path plugins() {
        return home.resolve("plugins");
    }

    Path routes() {
        return home.resolve("routes");
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    Routes routesByCommand() throws InterruptedException {
        return now(tracker(Routes.class));
    }

    Router router() {
        return now(routers);
    }

    Installer installer() {
        return now(installers);
    }

    void route(String id, String fields) throws IOException {
        Files.writeString(routes().resolve(id + ".json"), "{\"strategy\": \"sample\", " + fields + "}");
    }

    Answer ask() {
        return ask("0x" + "a".repeat(40), Duration.ofSeconds(5));
    }

    Answer ask(String pair, Duration timeout) {
        return router().decide(query(pair), timeout);
    }

    static RebalanceQuery query(String pair) {
        return new RebalanceQuery(
                "job",
                "0x" + "b".repeat(40),
                pair,
                8453,
                "round",
                RoundType.EVALUATION,
                1,
                Price.atTick(0),
                List.of(),
                new Inventory(BigInteger.TEN, BigInteger.TEN),
                0,
                10);
    }

    boolean isServedBy(String version) {
        return ask().version().filter(Version.parseVersion(version)::equals).isPresent();
    }

    /** The reason of the answer: what the strategy says of itself, or why it could not. */
    String word() {
        return ask().decision().reason();
    }

    /** What one of the host's health checks says. */
    Result health(String name) throws InvalidSyntaxException {
        BundleContext context = framework.getBundleContext();
        return context.getService(context.getServiceReferences(HealthCheck.class, "(hc.name=" + name + ")")
                        .iterator()
                        .next())
                .execute();
    }

    PluginStatus status(String file) {
        return installer().status().stream()
                .filter(status -> status.file().equals(file))
                .findFirst()
                .orElse(new PluginStatus(file, "-", "-", PluginStatus.State.WAITING, "not seen"));
    }

    void awaitState(String file, PluginStatus.State state) {
        await(() -> status(file).state() == state, () -> file + " is " + status(file));
    }

    void awaitWord(String word) {
        await(
                () -> word().equals(word),
                () -> "the answer is " + ask() + ", not of " + word + "; plugins: "
                        + installer().status() + ", routes: " + router().routes());
    }

    static void await(BooleanSupplier condition, java.util.function.Supplier<String> otherwise) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError(otherwise.get());
            }
            Thread.onSpinWait();
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    List<Bundle> pluginBundles() {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .filter(PluginBundles::isPlugin)
                .toList();
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> ServiceTracker<T, T> tracker(Class<T> type) {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(framework.getBundleContext(), type, null);
        tracker.open();
        return tracker;
    }

    private static <T> T now(ServiceTracker<T, T> tracker) {
        try {
            T service = tracker.waitForService(PATIENCE.toMillis());
            if (service == null) {
                throw new IllegalStateException("a service of the host is missing");
            }
            return service;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void configure(Path folder) throws ReflectiveOperationException, InvalidSyntaxException {
        String data = folder.resolve("data").toString();
        String routes = folder.resolve("routes").toString();
        update("weir.router", Map.of("routes.folder", routes, "data", data));
        update("weir.installer", Map.of("plugins", folder.resolve("plugins").toString(), "data", data));
    }

    private void update(String pid, Map<String, Object> properties)
            throws ReflectiveOperationException, InvalidSyntaxException {
        Object configuration = configuration(pid);
        configuration
                .getClass()
                .getMethod("update", Dictionary.class)
                .invoke(configuration, new Hashtable<>(properties));
    }

    /** Gives a route's instances these properties, whatever its file says. */
    void configureRoute(String strategy, String route, Map<String, Object> properties) throws Exception {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("weir.route", route);
        update(strategy + "~" + route, all);
    }

    /** By reflection: ConfigurationAdmin's package is the bundle's own and not the test's. */
    private Object configuration(String pid) throws ReflectiveOperationException, InvalidSyntaxException {
        BundleContext context = framework.getBundleContext();
        Object admin =
                context.getService(context.getAllServiceReferences("org.osgi.service.cm.ConfigurationAdmin", null)[0]);
        return admin.getClass()
                .getMethod("getConfiguration", String.class, String.class)
                .invoke(admin, pid, "?");
    }

    /** Where a bundle of the class path is, by a part of its name. */
    static String url(String part) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains(part) || entry.endsWith(folder(part)))
                .map(entry -> "reference:file:" + entry)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(part + " is not on the class path"));
    }

    /** Where the reactor has the classes of one of our own bundles, or where this module has them. */
    private static String folder(String bundle) {
        return bundle.replace("weir.", "") + File.separator + "target" + File.separator + "classes";
    }
}
