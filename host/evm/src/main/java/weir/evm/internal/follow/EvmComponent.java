package weir.evm.internal.follow;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.evm.EvmException;
import weir.evm.internal.rpc.EndpointPool;
import weir.evm.internal.rpc.RequestPause;
import weir.evm.internal.rpc.RpcEndpoint;
import weir.evm.internal.rpc.RpcException;
import weir.evm.internal.rpc.RpcException.Kind;
import weir.history.PoolKey;
import weir.history.RecentEvents;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadataStore;
import weir.router.Router;
import weir.router.audit.AnswerEvent;
import weir.router.audit.AuditListener;

/**
 * Follows the pools of routes, and of pairs that were queried in the last seven days, on nodes of one chain. Exists only if a node is
 * configured. One thread polls the head, another one stores final blocks.
 */
@Component(
        service = {RecentEvents.class, AuditListener.class, HealthCheck.class},
        configurationPid = "weir.evm",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        property = {HealthCheck.NAME + "=evm", HealthCheck.TAGS + "=weir"})
@Designate(ocd = EvmConfiguration.class)
public final class EvmComponent implements RecentEvents, AuditListener, HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(EvmComponent.class);
    private static final String ANY_PAIR = "*";

    /** The framework property with the URLs of the nodes, with commas between them. Framework properties are not written to disk. */
    private static final String URLS = "weir.evm.rpc";

    private static final Duration SAVE_INTERVAL = Duration.ofMinutes(10);

    private final Router router;
    private final long chainId;
    private final InstantSource clock = InstantSource.system();
    private final QueriedPools queriedPools;
    private final HeadFollower follower;
    private final LiveHistory live;
    private final EndpointPool endpoints;
    private final Map<RpcEndpoint, ChainReader> nodes = new HashMap<>();
    private final ScheduledExecutorService polling =
            Executors.newSingleThreadScheduledExecutor(daemons("weir-evm-head"));
    private final ScheduledExecutorService storing =
            Executors.newSingleThreadScheduledExecutor(daemons("weir-evm-store"));
    private volatile Optional<String> nodeProblem = Optional.empty();
    private volatile Instant lastSuccess;
    private Instant lastSave;

    /** @throws weir.base.WeirException if a URL is malformed; the message does not contain it */
    @Activate
    public EvmComponent(
            BundleContext context,
            EvmConfiguration configuration,
            @Reference Router router,
            @Reference SwapStore store) {
        this(List.of(context.getProperty(URLS).split("\\s*,\\s*")), configuration, router, store);
    }

    EvmComponent(List<String> urls, EvmConfiguration configuration, Router router, SwapStore store) {
        this.router = router;
        chainId = configuration.chain_id();
        endpoints = EndpointPool.of(urls, RequestPause.SYSTEM);
        queriedPools = new QueriedPools(Path.of(configuration.folder()).resolve("queried-pools.json"));
        follower = new HeadFollower(chainId);
        live = new LiveHistory(
                chainId,
                follower,
                store,
                new FinalBlockStore(
                        store,
                        new PoolMetadataStore(Path.of(configuration.pools_folder())),
                        EndpointPool.of(urls, RequestPause.SYSTEM)),
                storing,
                clock);
        lastSuccess = clock.instant();
        lastSave = lastSuccess;
        polling.scheduleWithFixedDelay(this::poll, 0, configuration.poll_interval(), TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void stop() {
        polling.shutdownNow();
        storing.shutdownNow();
        save();
    }

    @Override
    public Optional<Snapshot> recent(PoolKey pool) {
        return follower.recent(pool);
    }

    @Override
    public void onAnswer(AnswerEvent event) {
        // The node does not have pools of other chains; a query for one is no fault of this host.
        if (event.query().chainId() != chainId) {
            return;
        }
        queriedPools.add(new PoolKey(event.query().chainId(), event.query().pairAddress()), event.time());
    }

    @Override
    public Result execute() {
        return FollowHealth.of(
                follower.status(), live.problems(), live.pending(), nodeProblem, lastSuccess, clock.instant());
    }

    private void poll() {
        try {
            RpcEndpoint endpoint = endpoints.next();
            try {
                live.poll(nodes.computeIfAbsent(endpoint, NodeChainReader::new), poolsToFollow());
                nodeProblem = Optional.empty();
                Optional<String> problem = follower.status().problem();
                if (problem.isEmpty()) {
                    endpoints.succeeded(endpoint);
                    lastSuccess = clock.instant();
                } else if (!follower.isStopped()) {
                    // The node lags behind, or its answers do not fit together: the next poll uses another node, if
                    // there is one.
                    endpoints.failed(
                            endpoint, RpcException.failed(Kind.BEYOND_HEAD, endpoint.host(), problem.get(), null));
                }
            } catch (RpcException e) {
                nodeProblem = Optional.of(e.getMessage());
                endpoints.failed(endpoint, e);
            }
        } catch (EvmException e) {
            // All nodes failed: the next poll tries them again.
            nodeProblem = Optional.of(e.getMessage() + ". " + e.remedy());
            endpoints.readmitAll();
        } catch (CancellationException e) {
            return; // The host stops.
        } catch (RuntimeException | Error e) {
            nodeProblem = Optional.of("a poll failed: " + e);
            LOG.warn("Poll of the chain failed", e);
        }
        if (lastSave.plus(SAVE_INTERVAL).isBefore(clock.instant())) {
            save();
        }
    }

    private Set<PoolKey> poolsToFollow() {
        Set<PoolKey> pools = new HashSet<>(queriedPools.since(clock.instant()));
        router.routes().stream()
                .filter(route -> !route.pair().equals(ANY_PAIR))
                .forEach(route -> pools.add(new PoolKey(route.chainId(), route.pair())));
        return pools;
    }

    private void save() {
        lastSave = clock.instant();
        try {
            queriedPools.save();
        } catch (IOException e) {
            LOG.warn(
                    "The list of queried pools cannot be written; after a restart, only pools of routes are followed",
                    e);
        }
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
