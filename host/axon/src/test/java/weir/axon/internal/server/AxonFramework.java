package weir.axon.internal.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;
import weir.router.Router;

/** An OSGi framework with this bundle, Declarative Services and Jetty, and the test's router; listens on a free loopback port. */
public final class AxonFramework implements AutoCloseable {

    /** A class of each bundle that the axon needs; the bundle is the JAR that it came from. */
    private static final Stream<String> bundles() {
        return Stream.of(
                "org.osgi.util.function.Function",
                "org.osgi.util.promise.Promise",
                "org.osgi.service.component.ComponentContext",
                "org.apache.felix.cm.PersistenceManager",
                "org.apache.felix.scr.info.ScrInfo",
                "jakarta.servlet.Servlet",
                "org.apache.commons.io.IOUtils",
                "org.apache.commons.fileupload.FileItem",
                "org.apache.felix.http.jetty.ConnectorFactory",
                "org.apache.felix.hc.api.HealthCheck",
                "com.google.gson.Gson",
                "weir.axon.internal.server.AxonComponent");
    }

    private final Framework framework;
    private final int port = free();

    AxonFramework(Path storage, Router router, Map<String, ?> axonConfiguration) throws Exception {
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        storage.toString(),
                        // Test and framework must share these classes.
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        "weir.strategy;version=1.0.0,weir.router;version=2.0.0,weir.protocol;version=1.0.0,weir.protocol.synapse;version=1.0.0,weir.base;version=1.0.0,"
                                + "org.osgi.service.cm;version=1.6.0,"
                                + "org.slf4j;version=2.0.17,org.slf4j.spi;version=2.0.17,"
                                + "org.slf4j;version=1.7.36,org.slf4j.helpers;version=1.7.36,"
                                + "org.slf4j.helpers;version=2.0.17,org.slf4j.event;version=2.0.17"));
        framework.init();
        BundleContext context = framework.getBundleContext();
        context.registerService(Router.class, router, null);
        for (String name : bundles().toList()) {
            install(context, Class.forName(name));
        }
        framework.start();
        waitFor("org.osgi.service.cm.ConfigurationAdmin");
        Map<String, Object> configuration = new HashMap<>(axonConfiguration);
        configuration.put("port", port);
        configure("weir.axon", configuration);
        waitUntilServed();
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void waitUntilServed() throws InterruptedException {
        for (int attempt = 0; attempt < 400; attempt++) {
            try (RawClient peer = new RawClient(port)) {
                if (peer.exchange("GET /Synapse HTTP/1.1\r\nHost: a\r\n\r\n").status() == 405) {
                    return;
                }
            } catch (IOException e) {
                // Not yet.
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("the axon does not serve; bundles: " + states(framework.getBundleContext()));
    }

    int port() {
        return port;
    }

    /** The result of the axon's health check. */
    String health() throws Exception {
        BundleContext context = framework.getBundleContext();
        ServiceReference<?>[] checks =
                context.getAllServiceReferences("org.apache.felix.hc.api.HealthCheck", "(hc.name=axon)");
        Object check = context.getService(checks[0]);
        // The bundle and the test have different classes of the same name.
        Object result = check.getClass().getMethod("execute").invoke(check);
        return result.toString();
    }

    private void configure(String pid, Map<String, ?> properties) throws IOException {
        BundleContext context = framework.getBundleContext();
        ConfigurationAdmin admin = context.getService(context.getServiceReference(ConfigurationAdmin.class));
        Configuration configuration = admin.getConfiguration(pid, "?");
        Dictionary<String, Object> values = new Hashtable<>(properties);
        configuration.update(values);
    }

    private static void install(BundleContext context, Class<?> sample) throws Exception {
        Path source = Path.of(
                sample.getProtectionDomain().getCodeSource().getLocation().toURI());
        Bundle bundle = context.installBundle("reference:" + source.toUri());
        if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
            bundle.start();
        }
    }

    private void waitFor(String service) throws Exception {
        BundleContext context = framework.getBundleContext();
        ServiceTracker<?, ?> tracker =
                new ServiceTracker<>(context, FrameworkUtil.createFilter("(objectClass=" + service + ")"), null);
        tracker.open(true);
        try {
            if (tracker.waitForService(20_000) == null) {
                throw new IllegalStateException("no " + service + "; bundles: " + states(context));
            }
        } finally {
            tracker.close();
        }
    }

    private static String states(BundleContext context) {
        return String.join(
                ", ",
                Stream.of(context.getBundles())
                        .map(bundle -> bundle.getSymbolicName() + "=" + bundle.getState())
                        .toList());
    }

    @Override
    public void close() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }
}
