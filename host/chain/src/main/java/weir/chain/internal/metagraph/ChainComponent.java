package weir.chain.internal.metagraph;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import weir.base.DirectoryWatcher;
import weir.chain.Metagraph;
import weir.chain.MetagraphService;
import weir.chain.MetagraphStatus;
import weir.chain.ServedAddress;
import weir.chain.internal.override.MetagraphFile;
import weir.chain.internal.rpc.Endpoints;
import weir.chain.internal.rpc.PacedTransport;
import weir.chain.internal.rpc.SchedulerThread;
import weir.chain.internal.rpc.Transport;
import weir.chain.internal.rpc.WebSocketTransport;

/**
 * The metagraph and its health check. While the operator's own metagraph file exists, it is used and the chain is not connected; otherwise
 * the chain is followed.
 */
@Component(
        service = {MetagraphService.class, HealthCheck.class},
        configurationPid = "weir.chain",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        property = {HealthCheck.NAME + "=chain", HealthCheck.TAGS + "=weir"})
@Designate(ocd = ChainConfiguration.class)
public final class ChainComponent implements MetagraphService, HealthCheck {

    /** The JDK's client needs one for its own tasks; TLS uses another. */
    private static final int CLIENT_THREADS = 2;

    /** The client's classes need 0.1 s of CPU time, which the host's start needs more; the stored metagraph is in use meanwhile. */
    private static final Duration CONNECT_DELAY = Duration.ofSeconds(1);

    private final Path overridePath;
    private final MetagraphFile override;
    private final DirectoryWatcher watcher;
    private final SchedulerThread scheduler = new SchedulerThread("weir-chain");
    private final ExecutorService clientThreads =
            Executors.newFixedThreadPool(CLIENT_THREADS, daemons("weir-chain-client"));
    /** Reads the operator's file. Another thread than the scheduler's, because its file system may hang. */
    private final ScheduledExecutorService fileReader =
            Executors.newSingleThreadScheduledExecutor(daemons("weir-metagraph-file"));

    private final MetagraphFollower follower;
    private final String hotkey;
    private final ServedAddress served;
    private boolean isStopped;

    /** Reads the operator's file and the stored metagraph, and begins to connect if that file does not exist. */
    @Activate
    public ChainComponent(ChainConfiguration configuration) {
        Network network = Network.named(configuration.network(), configuration.chain_endpoint());
        hotkey = configuration.hotkey();
        served = ServedAddress.of(configuration.served_ip(), configuration.served_port());
        overridePath = Path.of(configuration.override_file()).toAbsolutePath();
        override = new MetagraphFile(
                overridePath,
                configuration.netuid(),
                Duration.ofSeconds(configuration.override_grace_seconds()),
                System::nanoTime);
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
                new PacedTransport(transport, scheduler),
                scheduler);
        readOverride();
        watcher = new DirectoryWatcher(overridePath.getParent(), fileReader, this::readOverride);
    }

    /** Reads the operator's file, and follows the chain if and only if there is none. Returns the pause until the next read. */
    private Duration readOverride() {
        Duration pause = override.refresh();
        followChainIf(override.metagraph().isEmpty());
        return pause;
    }

    private synchronized void followChainIf(boolean isWanted) {
        if (isWanted && !isStopped) {
            follower.start(CONNECT_DELAY);
        } else {
            follower.stop();
        }
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Deactivate
    synchronized void stop() {
        isStopped = true;
        watcher.close();
        fileReader.shutdown();
        follower.stop();
        scheduler.execute(clientThreads::shutdown); // After the connection is closed.
        scheduler.close();
    }

    @Override
    public Optional<Metagraph> current() {
        Optional<Metagraph> ofFile = override.metagraph();
        return ofFile.isPresent() ? ofFile : follower.snapshot().map(Snapshot::metagraph);
    }

    @Override
    public boolean isRefreshAllowed() {
        return override.metagraph().isEmpty() && follower.isReadAllowed();
    }

    @Override
    public void requestRefresh() {
        if (isRefreshAllowed()) {
            follower.requestRead();
        }
    }

    @Override
    public MetagraphStatus status() {
        MetagraphStatus chain = follower.status();
        return new MetagraphStatus(
                override.metagraph().isPresent(), chain.readAt(), chain.endpoint(), chain.problem(), chain.blockAge());
    }

    @Override
    public Result execute() {
        return override.metagraph().isPresent()
                ? MetagraphHealth.overridden(overridePath, override.problems())
                : MetagraphHealth.of(status(), current(), Clock.systemUTC().instant(), hotkey, served);
    }
}
