package weir.axon.internal.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.axon.internal.auth.AccessControl;
import weir.axon.internal.auth.Authenticator;
import weir.axon.internal.handler.BodyBudget;
import weir.axon.internal.handler.RequestQueue;
import weir.axon.internal.handler.SynapseHandler;
import weir.base.WeirException;
import weir.chain.MetagraphService;
import weir.protocol.PublicKey;
import weir.protocol.synapse.PriceEncoding;
import weir.protocol.synapse.SynapseParser;
import weir.protocol.synapse.VaultRegistration;
import weir.router.Router;

/**
 * The axon (Bittensor's word for a miner's server): runs the server on the public port while the component is active. It is
 * also the server's health check, and is registered as this service while the server listens. It has the hotkey's address, but no private key. It starts after the
 * bundles that it needs, so it stops before them.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = "weir.axon",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AxonConfiguration.class)
public final class AxonComponent implements HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(AxonComponent.class);

    /** Threads for authentication and I/O, in addition to those that wait for decisions. */
    private static final int IO_THREADS = 32;

    /** Bound and unbound while the axon serves. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile MetagraphService chain;

    private Optional<AccessControl> accessControl = Optional.empty();
    private VaultRegistration vault = VaultRegistration.none();
    private AxonServer server;
    private SelfRequest selfRequest;
    private ServiceRegistration<HealthCheck> registration;

    /** Starts the server. If it cannot start, stops the framework: the host then ends, so that a supervisor notices. */
    @Activate
    public AxonComponent(BundleContext context, @Reference Router router, AxonConfiguration configuration) {
        try {
            start(context, router, configuration);
            registration = context.registerService(
                    HealthCheck.class,
                    this,
                    new Hashtable<>(Map.of(HealthCheck.NAME, "axon", HealthCheck.TAGS, "weir")));
        } catch (Exception | Error e) {
            // Not thrown: Declarative Services would log a stack trace, and the message below says what to do.
            LOG.error(
                    "Cannot listen on {}:{}: {}. The host stops. {}",
                    configuration.host(),
                    configuration.port(),
                    WeirException.describe(root(e)),
                    remedy(root(e)));
            stopFramework(context);
        }
    }

    private void start(BundleContext context, Router router, AxonConfiguration configuration) throws Exception {
        if (!configuration.hotkey().isEmpty()) {
            accessControl = Optional.of(new AccessControl(
                    policy(context, configuration),
                    () -> Optional.ofNullable(chain),
                    AxonComponent::epochNanos,
                    System::nanoTime,
                    router::reportRejection));
        }
        vault = new VaultRegistration(
                Optional.of(configuration.vault_address()).filter(address -> !address.isEmpty()),
                configuration.vault_chain_id());
        SynapseHandler handler = new SynapseHandler(
                authenticator(configuration),
                new RequestQueue(configuration.workers(), configuration.waiting()),
                new SynapseParser(PriceEncoding.named(configuration.price_encoding())),
                router,
                vault,
                new BodyBudget(SynapseHandler.LONG_BODY_BUDGET_BYTES));
        server = new AxonServer(
                configuration.host(),
                configuration.port(),
                ServerLimits.of(configuration),
                configuration.workers() + IO_THREADS,
                handler);
        // With a hotkey, the unsigned request gets 401. Without a hotkey it gets 400, because its body is no query.
        selfRequest = new SelfRequest(
                configuration.host(),
                server.port(),
                accessControl.isPresent() ? 401 : 400,
                handler.axonUuid(),
                System::nanoTime);
        accessControl.ifPresent(AccessControl::start);
    }

    private Authenticator authenticator(AxonConfiguration configuration) {
        if (accessControl.isPresent()) {
            LOG.info("Serving validators as hotkey {}", configuration.hotkey());
            return accessControl.get().authenticator();
        }
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        LOG.info(
                "No hotkey is configured: accepting requests from this machine only, without authentication. A dendrite that"
                        + " requires the axon's address may use {}",
                PublicKey.of(random).ss58());
        return Authenticator.LOOPBACK_ONLY;
    }

    @Deactivate
    void stop() {
        if (registration != null) {
            registration.unregister();
        }
        if (server != null) {
            server.close();
        }
        accessControl.ifPresent(AccessControl::close);
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        accessControl.ifPresent(access -> {
            access.report(log);
            reportVault(log);
        });
        log.add(selfRequest.result());
        return new Result(log);
    }

    private void reportVault(FormattingResultLog log) {
        if (vault.address().isPresent()) {
            log.info("validators get the vault {} on chain {}", vault.address().get(), vault.chainId());
        } else {
            log.warn(
                    "no vault is set, so validators that require one send no queries to this miner; set --vault.address");
        }
    }

    private static AccessControl.Policy policy(BundleContext context, AxonConfiguration configuration) {
        return new AccessControl.Policy(
                configuration.hotkey(),
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

    private static String remedy(Throwable cause) {
        if (cause instanceof IllegalArgumentException) {
            return "Correct this setting";
        }
        return String.valueOf(cause.getMessage()).contains("Cannot assign requested address")
                ? "This machine does not have the address. Listen on all addresses with --axon.ip 0.0.0.0"
                : "If another program uses the port, end it or choose another port with --axon.port";
    }

    private static Throwable root(Throwable thrown) {
        return thrown.getCause() == null ? thrown : root(thrown.getCause());
    }

    private static void stopFramework(BundleContext context) {
        try {
            context.getBundle(0).stop();
        } catch (BundleException e) {
            LOG.error("Could not stop the framework", e);
        }
    }
}
