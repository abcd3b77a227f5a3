package weir.chain.client;

import com.google.gson.JsonElement;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import weir.chain.ChainException;
import weir.chain.internal.metagraph.BlockHeader;
import weir.chain.internal.rpc.RpcConnection;
import weir.chain.internal.rpc.RpcException;
import weir.chain.internal.rpc.Transport;

/**
 * A blocking connection to a node: each method waits for the node's answer. Requests run on the scheduler's thread. When the connection ends, the waiting request and
 * all later ones throw {@code UNREACHABLE}; nothing is sent again.
 */
final class NodeConnection {

    private static final Duration BLOCK_TIMEOUT = Duration.ofSeconds(60);

    private final ChainClient client;
    private final URI endpoint;

    // Only the scheduler's thread uses these fields.
    private final Set<CompletableFuture<?>> waiting = new LinkedHashSet<>();
    private RpcConnection rpc;
    private Instant openedAt;
    private Transport.Failure failure;
    private ChainBlock finalized;
    private Runnable onBlock = () -> {};

    NodeConnection(ChainClient client, URI endpoint) {
        this.client = client;
        this.endpoint = endpoint;
    }

    /** Connects and waits until requests can be sent. */
    void open(Transport transport) {
        CompletableFuture<RpcConnection> opened = new CompletableFuture<>();
        client.scheduler().execute(() -> {
            waiting.add(opened);
            openedAt = client.now();
            rpc = RpcConnection.open(transport, endpoint, client.scheduler(), opened::complete, this::fail);
        });
        client.await(opened);
    }

    /** Follows the finalised blocks, for {@link #awaitFinalized}. */
    void followFinalizedBlocks() {
        request(connection -> connection.subscribe("chain_subscribeFinalizedHeads", this::onFinalized));
    }

    /** Runs a request on the scheduler's thread, and waits for its result or for the end of the connection. */
    <T> T request(Function<RpcConnection, CompletableFuture<T>> request) {
        CompletableFuture<T> result = new CompletableFuture<>();
        client.scheduler().execute(() -> {
            if (failure != null) {
                result.completeExceptionally(unreachable());
                return;
            }
            waiting.add(result);
            result.whenComplete((value, error) -> waiting.remove(result));
            try {
                request.apply(rpc).whenComplete((value, error) -> {
                    if (error == null) {
                        result.complete(value);
                        return;
                    }
                    RpcException.in(error)
                            .flatMap(NodeConnection::failureOfNode)
                            .ifPresent(this::fail);
                    result.completeExceptionally(error); // Has no effect if the connection has failed.
                });
            } catch (RuntimeException e) { // Otherwise the caller would wait for ever.
                result.completeExceptionally(e);
            }
        });
        return client.await(result);
    }

    /** Errors that concern the node and not the request: another node may answer, or this one later. */
    private static Optional<Transport.Failure> failureOfNode(RpcException error) {
        if (error.isRefusal()) {
            return Optional.of(Transport.Failure.refusal(error.getMessage(), Optional.empty()));
        }
        return error.isUnknownState() ? Optional.of(Transport.Failure.of(error.getMessage())) : Optional.empty();
    }

    /** Waits until a block with a higher number is finalised, for 60 seconds at most; returns the last finalised block. */
    ChainBlock awaitFinalized(long number) {
        return request(connection -> {
            CompletableFuture<ChainBlock> block = new CompletableFuture<>();
            var timeout = client.scheduler()
                    .schedule(
                            BLOCK_TIMEOUT,
                            () -> fail(Transport.Failure.of("no block in " + BLOCK_TIMEOUT.toSeconds() + " s")));
            block.whenComplete((result, error) -> timeout.cancel());
            onBlock = () -> {
                if (finalized != null && finalized.number() > number) {
                    block.complete(finalized);
                }
            };
            onBlock.run();
            return block;
        });
    }

    /** Ends the connection, because the node cannot be used; the client goes to the next node. Always throws {@code UNREACHABLE}. */
    void reject(String reason) {
        request(connection -> {
            fail(Transport.Failure.of(reason));
            return new CompletableFuture<>();
        });
    }

    /** Closes the connection; returns at once. */
    void close() {
        client.scheduler().execute(() -> {
            if (rpc != null) {
                rpc.close();
            }
            if (failure == null) {
                failWaiting(Transport.Failure.of("the session is closed"));
            }
        });
    }

    URI endpoint() {
        return endpoint;
    }

    private void onFinalized(JsonElement pushed) {
        try {
            BlockHeader header = BlockHeader.parse(pushed);
            finalized = new ChainBlock(header.number(), header.hash(), header.parentHash(), header.slot());
            onBlock.run();
        } catch (ChainException e) {
            fail(Transport.Failure.of(e.getMessage()));
        }
    }

    private void fail(Transport.Failure reason) {
        if (failure == null) {
            rpc.close();
            client.failed(reason, Duration.between(openedAt, client.now()));
            failWaiting(reason);
        }
    }

    private void failWaiting(Transport.Failure reason) {
        failure = reason;
        List<CompletableFuture<?>> ended = new ArrayList<>(waiting);
        ended.forEach(future -> future.completeExceptionally(unreachable()));
    }

    private ChainException unreachable() {
        return new ChainException(ChainException.Reason.UNREACHABLE, endpoint + ": " + failure.reason());
    }
}
