package weir.chain.client;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import weir.chain.ChainException;
import weir.chain.internal.metagraph.ChainFiles;
import weir.chain.internal.metagraph.Network;
import weir.chain.internal.metagraph.RuntimeSource;
import weir.chain.internal.rpc.Endpoints;
import weir.chain.internal.rpc.PacedTransport;
import weir.chain.internal.rpc.RpcException;
import weir.chain.internal.rpc.Scheduler;
import weir.chain.internal.rpc.SchedulerThread;
import weir.chain.internal.rpc.Transport;
import weir.chain.internal.rpc.WebSocketTransport;

/**
 * Connects to the nodes of a chain, to one at a time. Writes no file; keeps the chain's metadata in memory. Its methods and
 * those of {@link ChainSession} wait for the nodes' answers and are called by one thread.
 */
public final class ChainClient implements AutoCloseable {

    private static final Duration STABLE_CONNECTION = Duration.ofSeconds(60);

    /** Waits for an answer. Tests move their clock meanwhile. */
    interface Waiter {
        <T> T await(CompletableFuture<T> future) throws InterruptedException, ExecutionException;
    }

    private final Endpoints endpoints;
    private final Transport transport;
    private final Scheduler scheduler;
    private final Waiter waiter;
    private final Runnable onClose;
    private final int nodeCount;
    private final RuntimeSource runtimes;
    private Optional<String> genesis;
    private volatile Instant earliestConnection = Instant.EPOCH;

    ChainClient(Network network, Transport transport, Scheduler scheduler, Waiter waiter, Runnable onClose) {
        this(network, RuntimeSource.NO_STORE, transport, scheduler, waiter, onClose);
    }

    private ChainClient(
            Network network,
            RuntimeSource.Store store,
            Transport transport,
            Scheduler scheduler,
            Waiter waiter,
            Runnable onClose) {
        this.runtimes = new RuntimeSource(store);
        this.genesis = network.genesis();
        this.nodeCount = network.endpoints().size();
        this.endpoints = new Endpoints(
                network.endpoints(), () -> ThreadLocalRandom.current().nextDouble());
        this.transport = new PacedTransport(transport, scheduler);
        this.scheduler = scheduler;
        this.waiter = waiter;
        this.onClose = onClose;
    }

    /**
     * Returns a client that reads no file; connects to nothing.
     *
     * @param network {@code finney}, {@code test}, {@code local}, or the address of a node
     * @param chainEndpoint address of a node, which has precedence; empty for none
     * @throws IllegalArgumentException if it is none of them
     */
    public static ChainClient of(String network, String chainEndpoint) {
        return of(Network.named(network, chainEndpoint), RuntimeSource.NO_STORE);
    }

    /**
     * Returns the nodes of a network in the order of preference.
     *
     * @throws IllegalArgumentException if it is not a network, see {@link #of(String, String)}
     */
    public static List<URI> nodes(String network, String chainEndpoint) {
        return Network.named(network, chainEndpoint).endpoints();
    }

    /**
     * Returns a client of one node of a network, so that several can be asked at a time; connects to nothing.
     *
     * @param node one of {@link #nodes}
     * @param metadata folder in which a host has stored the chain's metadata, which need not be read from the node then; it need not exist
     */
    public static ChainClient ofNode(String network, String chainEndpoint, URI node, Path metadata) {
        Network nodes = Network.named(network, chainEndpoint);
        return of(new Network(nodes.genesis(), List.of(node)), new ChainFiles(metadata).readOnly());
    }

    private static ChainClient of(Network nodes, RuntimeSource.Store store) {
        SchedulerThread scheduler = new SchedulerThread("weir-chain");
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "weir-chain-client");
            thread.setDaemon(true);
            return thread;
        });
        Waiter waiter = new Waiter() {
            @Override
            public <T> T await(CompletableFuture<T> future) throws InterruptedException, ExecutionException {
                return future.get();
            }
        };
        return new ChainClient(nodes, store, new WebSocketTransport(threads), scheduler, waiter, () -> {
            scheduler.close();
            threads.shutdown();
        });
    }

    /** Number of nodes that {@link #connect} tries in turn. */
    public int nodeCount() {
        return nodeCount;
    }

    /**
     * Connects to a node. After a failure, the next call waits for 1, 2, 4, … 60 s and tries the next node; after a refusal by policy it
     * tries the same node again, not before the time that the node has named.
     *
     * @param deadline if the wait would be longer, the method throws at once
     * @throws ChainException {@code UNREACHABLE} if the node cannot be reached, or is a node of another chain than the network's, or than
     *     that of the client's first session
     */
    public ChainSession connect(Instant deadline) {
        pause(deadline);
        NodeConnection connection = new NodeConnection(this, endpoints.current());
        try {
            connection.open(transport);
            String found = readGenesis(connection);
            if (!genesis.orElse(found).equals(found)) {
                connection.reject("it serves another chain, with the genesis " + found);
            }
            genesis = Optional.of(found);
            connection.followFinalizedBlocks();
            return new ChainSession(this, connection, found);
        } catch (ChainException e) {
            connection.close();
            throw e;
        }
    }

    private static String readGenesis(NodeConnection connection) {
        try {
            return RuntimeSource.text(connection.request(rpc -> rpc.call("chain_getBlockHash", 0)));
        } catch (ChainException e) {
            connection.reject(e.getMessage()); // Throws the reason again if the connection has ended already.
            throw e;
        }
    }

    /** When {@link #connect} can connect, after the failures so far. */
    public Instant earliestConnection() {
        return earliestConnection.isAfter(now()) ? earliestConnection : now();
    }

    private void pause(Instant deadline) {
        Duration delay = Duration.between(now(), earliestConnection);
        if (delay.isNegative() || delay.isZero()) {
            return;
        }
        if (earliestConnection.isAfter(deadline)) {
            throw new ChainException(
                    ChainException.Reason.UNREACHABLE,
                    endpoints.current() + " can be asked again in " + delay.toSeconds() + " s, which is too late");
        }
        CompletableFuture<Void> end = new CompletableFuture<>();
        scheduler.execute(() -> scheduler.schedule(delay, () -> end.complete(null)));
        await(end);
    }

    /** Closes the connections and ends the threads. */
    @Override
    public void close() {
        onClose.run();
    }

    Scheduler scheduler() {
        return scheduler;
    }

    RuntimeSource runtimes() {
        return runtimes;
    }

    /** The wall clock. */
    public Instant now() {
        return scheduler.now();
    }

    /** Chooses the node and the delay of the next connection. Called once for each connection that failed, with how long it lasted. */
    void failed(Transport.Failure failure, Duration lasted) {
        if (lasted.compareTo(STABLE_CONNECTION) >= 0) {
            endpoints.succeeded();
        }
        Duration delay = failure.isRefusal() ? endpoints.refused(failure.retryAfter()) : endpoints.failed();
        earliestConnection = now().plus(delay);
    }

    /** Waits for a result; failures become {@link ChainException}s. */
    <T> T await(CompletableFuture<T> future) {
        try {
            return waiter.await(future);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChainException(ChainException.Reason.UNREACHABLE, "interrupted");
        } catch (ExecutionException e) {
            throw toChainException(e.getCause());
        }
    }

    private static ChainException toChainException(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof ChainException known) {
            return known;
        }
        return RpcException.in(error)
                .map(answer -> new ChainException(ChainException.Reason.REFUSED, answer.getMessage()))
                .orElseThrow(() -> new IllegalStateException(error));
    }
}
