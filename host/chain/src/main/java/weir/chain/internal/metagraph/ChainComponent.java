package weir.chain.internal.metagraph;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.chain.Metagraph;
import weir.chain.MetagraphService;
import weir.chain.MetagraphStatus;
import weir.chain.internal.rpc.Endpoints;
import weir.chain.internal.rpc.SchedulerThread;
import weir.chain.internal.rpc.Transport;
import weir.chain.internal.rpc.WebSocketTransport;

/**
 * Follows the metagraph while it is active, and is its health check. If the operator's own metagraph file exists at the start, it connects
 * to nothing.
 */
@Component(
        service = {MetagraphService.class, HealthCheck.class},
        configurationPid = "weir.chain",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        property = {HealthCheck.NAME + "=chain", HealthCheck.TAGS + "=weir"})
@Designate(ocd = ChainConfiguration.class)
public final class ChainComponent implements MetagraphService, HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ChainComponent.class);
    /** The JDK's client needs one for its own tasks; TLS uses another. */
    private static final int CLIENT_THREADS = 2;

    private final Path overrideFile;
    private final boolean isOverridden;
    private final SchedulerThread scheduler = new SchedulerThread("weir-chain");
    private final ExecutorService clientThreads = Executors.newFixedThreadPool(CLIENT_THREADS, task -> {
        Thread thread = new Thread(task, "weir-chain-client");
        thread.setDaemon(true);
        return thread;
    });
    private final MetagraphFollower follower;

    /** Loads the stored metagraph and begins to connect; no thread is started if the operator's file exists. */
    @Activate
    public ChainComponent(ChainConfiguration configuration) {
        Network network = Network.named(configuration.network(), configuration.chain_endpoint());
        overrideFile = Path.of(configuration.override_file());
        isOverridden = Files.exists(overrideFile);
        // The client is created on the scheduler's thread, because its classes take long to load.
        Transport transport = new Transport() {
            private Transport client;

            @Override
            public Connection connect(URI endpoint, Listener listener) {
                if (client == null) {
                    client = new WebSocketTransport(clientThreads);
                }
                return client.connect(endpoint, listener);
            }
        };
        follower = new MetagraphFollower(
                network,
                configuration.netuid(),
                new ChainFiles(Path.of(configuration.folder())),
                new Endpoints(
                        network.endpoints(), () -> ThreadLocalRandom.current().nextDouble()),
                transport,
                scheduler);
        if (isOverridden) {
            LOG.info("{} is used instead of the chain's metagraph", overrideFile);
        } else {
            follower.start();
        }
    }

    @Deactivate
    void stop() {
        follower.stop();
        scheduler.execute(clientThreads::shutdown); // After the connection is closed.
        scheduler.close();
    }

    @Override
    public Optional<Metagraph> current() {
        return follower.snapshot().map(Snapshot::metagraph);
    }

    @Override
    public void requestRefresh() {
        if (!isOverridden) {
            follower.requestRead();
        }
    }

    @Override
    public MetagraphStatus status() {
        return follower.status();
    }

    @Override
    public Result execute() {
        return isOverridden || Files.exists(overrideFile)
                ? MetagraphHealth.overridden(overrideFile)
                : MetagraphHealth.of(status(), current(), Clock.systemUTC().instant());
    }
}
