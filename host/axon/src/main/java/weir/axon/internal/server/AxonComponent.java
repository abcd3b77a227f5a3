package weir.axon.internal.server;

import java.net.BindException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.axon.internal.auth.AccessControl;
import weir.axon.internal.auth.Authenticator;
import weir.axon.internal.auth.LoopbackAuthenticator;
import weir.axon.internal.handler.BodyBudget;
import weir.axon.internal.handler.RequestQueue;
import weir.axon.internal.handler.SynapseHandler;
import weir.protocol.PublicKey;
import weir.protocol.synapse.PriceEncoding;
import weir.protocol.synapse.SynapseParser;
import weir.router.Router;

/**
 * The axon (Bittensor's word for a miner's server): runs the server on the public port while the component is active, and is its
 * health check. It has the hotkey's address, but no private key. It starts after the bundles that it needs, so it stops before them.
 */
@Component(
        service = HealthCheck.class,
        immediate = true,
        configurationPid = "weir.axon",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = {HealthCheck.NAME + "=axon", HealthCheck.TAGS + "=weir"})
@Designate(ocd = AxonConfiguration.class)
public final class AxonComponent implements HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(AxonComponent.class);

    /** Threads for authentication and I/O, in addition to those that wait for decisions. */
    private static final int IO_THREADS = 32;

    private final AccessControl accessControl;
    private final AxonServer server;

    /** Starts the server. If the port is in use, stops the framework, so that the process supervisor can report or restart it. */
    @Activate
    public AxonComponent(BundleContext context, @Reference Router router, AxonConfiguration configuration)
            throws Exception {
        accessControl = configuration.hotkey().isEmpty()
                ? null
                : new AccessControl(policy(context, configuration), AxonComponent::epochNanos, System::nanoTime);
        SynapseHandler handler = new SynapseHandler(
                authenticator(configuration),
                new RequestQueue(configuration.workers(), configuration.waiting()),
                new SynapseParser(PriceEncoding.named(configuration.price_encoding())),
                router,
                new BodyBudget(SynapseHandler.LONG_BODY_BUDGET_BYTES));
        try {
            server = new AxonServer(
                    configuration.host(),
                    configuration.port(),
                    ServerLimits.of(configuration),
                    configuration.workers() + IO_THREADS,
                    handler);
        } catch (BindException e) {
            LOG.error(
                    "Cannot listen on {}:{} ({}); the host stops. End the program that uses the port, or choose another with"
                            + " --axon.port",
                    configuration.host(),
                    configuration.port(),
                    e.toString());
            stopFramework(context);
            throw e;
        }
    }

    private Authenticator authenticator(AxonConfiguration configuration) {
        if (accessControl != null) {
            LOG.info("Serving validators as hotkey {}", configuration.hotkey());
            return accessControl.authenticator();
        }
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        LOG.info(
                "No hotkey is configured: accepting requests from this machine only, without authentication. A dendrite that"
                        + " requires the axon's address may use {}",
                PublicKey.of(random).ss58());
        return new LoopbackAuthenticator();
    }

    @Deactivate
    void stop() {
        server.close();
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<String> problems = accessControl == null ? List.of() : accessControl.problems();
        problems.forEach(log::warn);
        if (problems.isEmpty()) {
            log.info("Serving validators");
        }
        return new Result(log);
    }

    private static AccessControl.Policy policy(BundleContext context, AxonConfiguration configuration) {
        return new AccessControl.Policy(
                configuration.hotkey(),
                path(context, configuration.metagraph(), "conf/metagraph.json"),
                path(context, configuration.nonces(), "data/nonces"),
                configuration.min_stake(),
                Set.copyOf(List.of(configuration.allow())),
                Set.copyOf(List.of(configuration.deny())),
                configuration.requests_per_address(),
                configuration.requests_per_hotkey());
    }

    private static Path path(BundleContext context, String configured, String defaultPath) {
        if (!configured.isEmpty()) {
            return Path.of(configured);
        }
        String home = context.getProperty("weir.home");
        if (home == null) {
            throw new IllegalStateException("weir.home is not set; set it, or configure the path of " + defaultPath);
        }
        return Path.of(home, defaultPath);
    }

    private static long epochNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private static void stopFramework(BundleContext context) {
        try {
            context.getBundle(0).stop();
        } catch (BundleException e) {
            LOG.error("Could not stop the framework", e);
        }
    }
}
