package weir.chain.internal.metagraph;

import com.google.gson.JsonElement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.chain.ChainException;
import weir.chain.Metagraph;
import weir.chain.MetagraphStatus;
import weir.chain.extrinsic.ChainRuntime;
import weir.chain.internal.rpc.Endpoints;
import weir.chain.internal.rpc.RpcConnection;
import weir.chain.internal.rpc.RpcException;
import weir.chain.internal.rpc.Scheduler;
import weir.chain.internal.rpc.Transport;

/**
 * Keeps the metagraph of a subnet current. It follows the finalised blocks of a node, and reads the metagraph every
 * {@value #BLOCKS_BETWEEN_READS} blocks, at the first block after each connection and each runtime upgrade, and on request at most once a
 * minute. If the node fails, it uses another one. The last metagraph stays in use until a newer one is read.
 *
 * <p>Thread-safe. All work is done on the scheduler's thread; readers take no lock.
 */
public final class MetagraphFollower {

    static final int BLOCKS_BETWEEN_READS = 25;
    /** After this many failed reads in a row, another node is used. */
    static final int MAX_FAILED_READS = 3;

    static final Duration HEAD_TIMEOUT = Duration.ofSeconds(60);
    static final Duration MAX_LAG = Duration.ofMinutes(5);
    static final Duration REQUESTED_READ_INTERVAL = Duration.ofMinutes(1);
    private static final Duration STABLE_CONNECTION = Duration.ofSeconds(60);
    private static final Logger LOG = LoggerFactory.getLogger(MetagraphFollower.class);

    private final Transport transport;
    private final Scheduler scheduler;
    private final Endpoints endpoints;
    private final ChainFiles files;
    private final Optional<String> expectedGenesis;
    private final int netuid;
    private final RuntimeSource runtimes;
    private final ConnectionStatus connectionStatus;
    private final AtomicBoolean isReadRequested = new AtomicBoolean();

    private volatile Snapshot snapshot;

    // Used only on the scheduler's thread:
    private RpcConnection rpc;
    private String genesis;
    private Instant openedAt;
    private BlockHeader head;
    private long lastReadBlock;
    private boolean isReading;
    private int failedReads;
    /** Spec version that the node announced last; -1 if none. */
    private int announcedSpec = -1;

    private Scheduler.Timer headTimer;
    private Scheduler.Timer connectTimer;
    private boolean isStarted;

    /**
     * Loads the stored metagraph; connects only after {@link #start}.
     *
     * @param network the chain; a node of another chain is rejected
     */
    MetagraphFollower(
            Network network,
            int netuid,
            ChainFiles files,
            Endpoints endpoints,
            Transport transport,
            Scheduler scheduler) {
        this.transport = transport;
        this.scheduler = scheduler;
        this.endpoints = endpoints;
        this.files = files;
        this.expectedGenesis = network.genesis();
        this.netuid = netuid;
        this.runtimes = new RuntimeSource(files);
        this.connectionStatus = new ConnectionStatus(netuid);
        this.snapshot = files.readMetagraph(expectedGenesis, netuid).orElse(null);
    }

    /** Connects after a delay, unless it is connected or about to. */
    void start(Duration delay) {
        scheduler.execute(() -> {
            if (!isStarted) {
                isStarted = true;
                connectTimer = scheduler.schedule(delay, this::connect);
            }
        });
    }

    /** Closes the connection until the next {@link #start}; the last metagraph stays readable. */
    void stop() {
        scheduler.execute(() -> {
            if (isStarted) {
                isStarted = false;
                closeConnection();
                connectionStatus.setNotConnected();
            }
        });
    }

    /** The last metagraph; empty if none was ever read. */
    Optional<Snapshot> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    MetagraphStatus status() {
        return connectionStatus.toStatus(snapshot().map(Snapshot::readAt));
    }

    /** Whether no read was requested within the last minute. */
    boolean isReadAllowed() {
        return !isReadRequested.get();
    }

    /**
     * Reads the metagraph soon, for example because a validator is unknown; at most once a minute. Does nothing while a read runs, or
     * before the first block of a connection, which causes a read itself. Returns at once.
     */
    void requestRead() {
        if (isReadRequested.compareAndSet(false, true)) {
            scheduler.execute(() -> {
                scheduler.schedule(REQUESTED_READ_INTERVAL, () -> isReadRequested.set(false));
                if (head != null && !isReading) {
                    read();
                }
            });
        }
    }

    private void connect() {
        rpc = RpcConnection.open(transport, endpoints.current(), scheduler, this::onOpen, this::disconnect);
    }

    private void onOpen(RpcConnection opened) {
        openedAt = scheduler.now();
        watchHeads();
        then(opened.call("chain_getBlockHash", 0), result -> {
            String hash = RuntimeSource.text(result);
            if (expectedGenesis.isPresent() && !expectedGenesis.get().equals(hash)) {
                disconnect(Transport.Failure.of("it serves another chain, with the genesis " + hash));
                return;
            }
            if (snapshot != null && !snapshot.genesis().equals(hash)) {
                snapshot = null;
            }
            genesis = hash;
            subscribe(opened.subscribe("state_subscribeRuntimeVersion", this::onRuntimeVersion));
            subscribe(opened.subscribe("chain_subscribeFinalizedHeads", this::onHead));
        });
    }

    private void subscribe(CompletableFuture<Void> subscription) {
        then(subscription, done -> {});
    }

    private void onRuntimeVersion(JsonElement version) {
        handlingErrors(() -> announcedSpec = RuntimeSource.specVersion(version));
    }

    private void onHead(JsonElement header) {
        handlingErrors(() -> {
            BlockHeader next = BlockHeader.parse(header);
            boolean isFirst = head == null;
            head = next;
            watchHeads();
            if (Duration.between(openedAt, scheduler.now()).compareTo(STABLE_CONNECTION) >= 0) {
                endpoints.succeeded();
            }
            boolean isUpgraded = announcedSpec >= 0 && announcedSpec != runtimes.specVersion();
            boolean isDue = isFirst || isUpgraded || next.number() - lastReadBlock >= BLOCKS_BETWEEN_READS;
            if (isDue && !isReading) {
                read();
            }
        });
    }

    private void watchHeads() {
        if (headTimer != null) {
            headTimer.cancel();
        }
        headTimer = scheduler.schedule(
                HEAD_TIMEOUT, () -> disconnect(Transport.Failure.of("no block in " + HEAD_TIMEOUT.toSeconds() + " s")));
    }

    private void read() {
        isReading = true;
        lastReadBlock = head.number();
        BlockHeader block = head;
        RpcConnection connection = rpc;
        then(runtimes.at(block.hash(), genesis, connection), runtime -> {
            Optional<Duration> age = block.time(runtime).map(time -> Duration.between(time, scheduler.now()));
            connectionStatus.setBlockAge(age);
            if (age.filter(value -> value.compareTo(MAX_LAG) > 0).isPresent()) {
                disconnect(Transport.Failure.of("its chain is more than " + MAX_LAG.toMinutes() + " minutes behind"));
                return;
            }
            String parameters = RuntimeSource.hex(MetagraphDecoder.parameters(runtime, netuid));
            then(connection.call("state_call", MetagraphDecoder.METHOD, parameters, block.hash()), result -> {
                isReading = false;
                accept(block, runtime, MetagraphDecoder.decode(runtime, RuntimeSource.bytes(result)));
            });
        });
    }

    private void accept(BlockHeader block, ChainRuntime runtime, Optional<Metagraph> metagraph) {
        if (metagraph.isEmpty()) {
            setProblem("subnet " + netuid + " does not exist at block " + block.number());
            return;
        }
        failedReads = 0;
        snapshot = new Snapshot(genesis, block.hash(), runtime.specVersion(), scheduler.now(), metagraph.get());
        files.writeMetagraph(snapshot);
        setProblem("");
    }

    private void disconnect(Transport.Failure failure) {
        String failed = endpoints.current().toString();
        closeConnection();
        Duration delay = failure.isRefusal() ? endpoints.refused(failure.retryAfter()) : endpoints.failed();
        setProblem(failed + ": " + failure.reason());
        if (isStarted) {
            connectTimer = scheduler.schedule(delay, this::connect);
        }
    }

    private void closeConnection() {
        if (rpc != null) {
            rpc.close();
        }
        if (headTimer != null) {
            headTimer.cancel();
        }
        if (connectTimer != null) {
            connectTimer.cancel();
        }
        head = null;
        isReading = false;
        failedReads = 0;
        announcedSpec = -1;
    }

    private void setProblem(String problem) {
        connectionStatus.set(endpoints.current(), problem);
    }

    /** Continues with a result; a failure of the request or of the continuation is handled. */
    private <T> void then(CompletableFuture<T> future, Consumer<T> next) {
        future.thenAccept(next).exceptionally(error -> {
            onError(error instanceof CompletionException && error.getCause() != null ? error.getCause() : error);
            return null;
        });
    }

    private void handlingErrors(Runnable task) {
        try {
            task.run();
        } catch (ChainException e) {
            onError(e);
        }
    }

    private void onError(Throwable error) {
        isReading = false;
        if (error instanceof RpcException rejected && rejected.isRefusal()) {
            disconnect(Transport.Failure.refusal(rejected.getMessage(), Optional.empty()));
        } else if (error instanceof RpcException || error instanceof ChainException) {
            failedReads++;
            if (failedReads >= MAX_FAILED_READS) {
                disconnect(Transport.Failure.of(error.getMessage()));
            } else {
                lastReadBlock = -BLOCKS_BETWEEN_READS; // Again with the next block.
                setProblem(error.getMessage());
            }
        } else {
            LOG.error("Reading the chain failed. This is a defect of Weir; report it", error);
            disconnect(Transport.Failure.of(error.toString()));
        }
    }
}
