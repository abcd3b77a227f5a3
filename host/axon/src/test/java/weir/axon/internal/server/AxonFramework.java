package weir.axon.internal.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import weir.chain.MetagraphService;
import weir.fixtures.Await;
import weir.fixtures.FreePort;
import weir.fixtures.host.FrameworkHost;
import weir.router.Router;

/** An OSGi framework with the axon, Declarative Services and Jetty, and the test's router and metagraph; listens on a free loopback port. */
final class AxonFramework implements AutoCloseable {

    private final FrameworkHost host;
    private final int port = FreePort.find();

    /** With a metagraph of the test. */
    AxonFramework(Path storage, Router router, MetagraphService chain, Map<String, ?> configuration) throws Exception {
        this(builder(storage, router).share("weir.chain").service(MetagraphService.class, chain), configuration);
    }

    /** With the bundle of the chain, which {@link #configureChain} starts. */
    AxonFramework(Path storage, Router router, Map<String, ?> configuration) throws Exception {
        this(builder(storage, router).bundles("bcprov", "weir.chain"), configuration);
    }

    private static FrameworkHost.Builder builder(Path storage, Router router) {
        return FrameworkHost.in(storage)
                .share("weir.strategy", "weir.router", "weir.protocol", "weir.base", "slf4j.api")
                .bundles(FrameworkHost.DECLARATIVE_SERVICES)
                .bundles(
                        FrameworkHost.CONFIGURATION_ADMIN,
                        "org.apache.felix.http.servlet-api",
                        "org.apache.commons.commons-io",
                        "org.apache.commons.commons-fileupload",
                        "org.apache.felix.http.jetty12",
                        "org.apache.felix.healthcheck.api",
                        "com.google.gson",
                        "weir.axon")
                .property("org.apache.felix.http.enable", "false")
                .service(Router.class, router);
    }

    private AxonFramework(FrameworkHost.Builder builder, Map<String, ?> configuration) throws Exception {
        host = builder.start();
        Map<String, Object> properties = new HashMap<>(configuration);
        properties.put("port", port);
        host.configure("weir.axon", properties);
        Await.until(this::answers, () -> "the axon does not answer; bundles: " + host.bundleStates());
    }

    private boolean answers() {
        try (RawClient client = new RawClient(port)) {
            return client.exchange("GET /Synapse HTTP/1.1\r\nHost: a\r\n\r\n").status() == 405;
        } catch (IOException e) {
            return false;
        }
    }

    void configureChain(Map<String, ?> configuration) {
        host.configure("weir.chain", configuration);
    }

    int port() {
        return port;
    }

    /** The result of the axon's health check. */
    String health() throws Exception {
        Object check = host.service("org.apache.felix.hc.api.HealthCheck", "(hc.name=axon)");
        // The bundle and the test have different classes of the same name.
        return check.getClass().getMethod("execute").invoke(check).toString();
    }

    @Override
    public void close() {
        host.close();
    }
}
