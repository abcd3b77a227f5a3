package weir.chain.extrinsic;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import weir.chain.ChainException;
import weir.chain.internal.metagraph.Network;
import weir.chain.internal.rpc.Endpoints;
import weir.chain.internal.rpc.RpcException;
import weir.chain.internal.rpc.Scheduler;
import weir.chain.internal.rpc.SchedulerThread;
import weir.chain.internal.rpc.Transport;
import weir.chain.internal.rpc.WebSocketTransport;

/**
 * Connects to the nodes of a chain, to one at a time. Reads no file and writes none. Its methods and those of {@link ChainSession} wait for
 * the nodes' answers and are called by one thread.
 */
public final class ChainClient implements AutoCloseable {

    /** Waits for an answer. Tests move their clock meanwhile. */
    interface Waiter {
        <T> T await(CompletableFuture<T> future) throws InterruptedException, ExecutionException;
    }

    private final Optional<String> genesis;
    private final Endpoints endpoints;
    private final Transport transport;
    private final Scheduler scheduler;
    private final Waiter waiter;
    private final Runnable onClose;
    private final int nodeCount;
    private Duration delay = Duration.ZERO;

    ChainClient(Network network, Transport transport, Scheduler scheduler, Waiter waiter, Runnable onClose) {
        this.genesis = network.genesis();
        this.nodeCount = network.endpoints().size();
        this.endpoints = new Endpoints(
                network.endpoints(), () -> ThreadLocalRandom.current().nextDouble());
        this.transport = transport;
        this.scheduler = scheduler;
        this.waiter = waiter;
        this.onClose = onClose;
    }

    /**
     * Returns a client; connects to nothing.
     *
     * @param network {@code finney}, {@code test}, {@code local}, or the address of a node
     * @param chainEndpoint address of a node, which has precedence; empty for none
     * @throws IllegalArgumentException if it is none of them
     */
    public static ChainClient of(String network, String chainEndpoint) {
        Network nodes = Network.named(network, chainEndpoint);
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
        return new ChainClient(nodes, new WebSocketTransport(threads), scheduler, waiter, () -> {
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
     * @throws ChainException if the node cannot be reached or is a node of another chain
     */
    public ChainSession connect() {
        pause(delay);
        ChainSession session = new ChainSession(this);
        try {
            session.open(transport, endpoints.current(), genesis);
            return session;
        } catch (ChainException e) {
            session.close();
            throw e;
        }
    }

    /** Closes the connections and ends the threads. */
    @Override
    public void close() {
        onClose.run();
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Instant now() {
        return scheduler.now();
    }

    /** Chooses the node and the delay of the next connection. Called once for each connection that failed. */
    void failed(Transport.Failure failure) {
        delay = failure.isRefusal() ? endpoints.refused(failure.retryAfter()) : endpoints.failed();
    }

    private void pause(Duration duration) {
        if (!duration.isZero()) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            scheduler.execute(() -> scheduler.schedule(duration, () -> end.complete(null)));
            await(end);
        }
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
        Throwable cause = error;
        while (cause.getCause() != null && !(cause instanceof ChainException)) {
            cause = cause.getCause();
        }
        if (cause instanceof ChainException known) {
            return known;
        }
        if (cause instanceof RpcException rejected) {
            boolean isTransient = rejected.isRefusal() || rejected.isUnknownState();
            return new ChainException(
                    isTransient ? ChainException.Reason.UNREACHABLE : ChainException.Reason.REFUSED,
                    rejected.getMessage());
        }
        throw new IllegalStateException(error);
    }
}
