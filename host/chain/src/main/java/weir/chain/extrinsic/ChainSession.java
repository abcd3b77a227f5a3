package weir.chain.extrinsic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import weir.base.Hex;
import weir.chain.AxonInfo;
import weir.chain.ChainException;
import weir.chain.internal.metagraph.BlockHeader;
import weir.chain.internal.metagraph.MetagraphDecoder;
import weir.chain.internal.metagraph.RuntimeSource;
import weir.chain.internal.rpc.RpcConnection;
import weir.chain.internal.rpc.RpcException;
import weir.chain.internal.rpc.Transport;
import weir.protocol.PublicKey;

/**
 * A connection to a node. Each method waits for the answer, for 30 seconds at most, and throws a {@link ChainException}: {@code UNREACHABLE}
 * if the connection has ended (the session cannot be used any more; nothing is sent again), {@code REFUSED} if the node answers with an
 * error. Used by one thread.
 */
public final class ChainSession implements AutoCloseable {

    private static final Duration BLOCK_TIMEOUT = Duration.ofSeconds(60);
    private static final String PALLET = "SubtensorModule";

    private final ChainClient client;
    private final RuntimeSource runtimes = new RuntimeSource(RuntimeSource.NO_STORE);
    private String genesis;
    private URI endpoint;

    // Of the scheduler's thread.
    private final Set<CompletableFuture<?>> pending = new LinkedHashSet<>();
    private RpcConnection rpc;
    private Transport.Failure failure;
    private ChainBlock finalized;
    private String runtimeBlock = "";
    private ChainRuntime runtime;
    private Runnable onBlock = () -> {};

    ChainSession(ChainClient client) {
        this.client = client;
    }

    void open(Transport transport, URI node, Optional<String> expectedGenesis) {
        endpoint = node;
        CompletableFuture<RpcConnection> opened = new CompletableFuture<>();
        client.scheduler().execute(() -> {
            pending.add(opened);
            rpc = RpcConnection.open(transport, node, client.scheduler(), opened::complete, this::fail);
        });
        client.await(opened);
        genesis = RuntimeSource.text(request(() -> rpc.call("chain_getBlockHash", 0)));
        if (expectedGenesis.isPresent() && !expectedGenesis.get().equals(genesis)) {
            fail(Transport.Failure.of("it serves another chain, with the genesis " + genesis));
            throw unreachable();
        }
        request(() -> rpc.subscribe("chain_subscribeFinalizedHeads", this::onFinalized));
    }

    /** Hash of the chain's first block, 32 bytes. */
    public byte[] genesisHash() {
        return Hex.decode(genesis);
    }

    /**
     * Waits until a block with a higher number is finalised, for 60 seconds at most.
     *
     * @param number -1 for the block that is finalised now
     * @return the last finalised block
     */
    public ChainBlock awaitFinalized(long number) {
        return request(() -> {
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

    /** Returns the runtime that the next block uses. */
    public ChainRuntime runtime() {
        return request(() -> rpc.call("chain_getHeader")
                .thenCompose(header -> runtimeAt(BlockHeader.parse(header).hash())));
    }

    /**
     * Returns a storage entry as it is after a block.
     *
     * @return decoded as {@link ChainRuntime#decodeStorage} does
     */
    public Optional<Object> storage(ChainBlock block, String pallet, String item, Object... parts) {
        return request(() -> runtimeAt(block.hash()).thenCompose(runtime -> {
            String key = RuntimeSource.hex(runtime.storageKey(pallet, item, parts));
            return rpc.call("state_getStorage", key, block.hash())
                    .thenApply(value -> runtime.decodeStorage(pallet, item, bytesOrNull(value)));
        }));
    }

    /** Whether a hotkey is registered in a subnet. */
    public boolean isRegistered(ChainBlock block, int netuid, PublicKey hotkey) {
        return storage(block, PALLET, "Uids", netuid, hotkey.bytes()).isPresent();
    }

    /** Returns the address that a hotkey has published. The chain may keep it after the hotkey has lost its registration. */
    public Optional<AxonInfo> axon(ChainBlock block, int netuid, PublicKey hotkey) {
        return storage(block, PALLET, "Axons", netuid, hotkey.bytes())
                .filter(Map.class::isInstance)
                .map(fields -> MetagraphDecoder.toAxon((Map<?, ?>) fields));
    }

    /** Returns how many blocks must be between two publications of an address. */
    public long servingRateLimit(ChainBlock block, int netuid) {
        return number(storage(block, PALLET, "ServingRateLimit", netuid).orElse(null), "ServingRateLimit");
    }

    /** Returns the number of extrinsics of an account that are in blocks. */
    public long nonce(ChainBlock block, PublicKey account) {
        Object fields = storage(block, "System", "Account", (Object) account.bytes())
                .orElseThrow(() -> ChainException.unsupported("System.Account has no default"));
        return number(fields instanceof Map<?, ?> map ? map.get("nonce") : null, "nonce of System.Account");
    }

    /** Returns the nonce of the next extrinsic of an account, after those that wait in the node's pool. */
    public long nextNonce(PublicKey account) {
        JsonElement nonce = request(() -> rpc.call("system_accountNextIndex", account.ss58()));
        try {
            return nonce.getAsLong();
        } catch (RuntimeException e) {
            throw ChainException.malformed("the node sent a nonce that is not a number");
        }
    }

    /**
     * Submits an extrinsic. If this throws {@code UNREACHABLE}, the node may have taken it; if it throws {@code REFUSED}, it has not.
     *
     * @return follows what the node reports until the connection ends
     */
    public Submission submit(byte[] extrinsic) {
        Submission submission = new Submission();
        String hex = RuntimeSource.hex(extrinsic);
        request(() -> rpc.subscribe("author_submitAndWatchExtrinsic", submission::accept, hex)
                .exceptionallyCompose(error -> CompletableFuture.failedFuture(refusal(error))));
        return submission;
    }

    /** An answer with an error means that the node has not taken the extrinsic, also if it only refuses this client for now. */
    private static Throwable refusal(Throwable error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        return cause instanceof RpcException
                ? new ChainException(ChainException.Reason.REFUSED, cause.getMessage())
                : error;
    }

    /**
     * Returns why an extrinsic failed in a block.
     *
     * @return the name of the error, for example {@code SubtensorModule.ServingRateLimitExceeded}; empty if the block does not contain the
     *     extrinsic or it has not failed
     */
    public Optional<String> failureIn(String blockHash, byte[] extrinsic) {
        JsonElement answer = request(() -> rpc.call("chain_getBlock", blockHash));
        try {
            JsonObject block = answer.getAsJsonObject().getAsJsonObject("block");
            String parent = block.getAsJsonObject("header").get("parentHash").getAsString();
            int index = indexOf(block.getAsJsonArray("extrinsics"), RuntimeSource.hex(extrinsic));
            return index < 0 ? Optional.empty() : failure(blockHash, parent, index);
        } catch (IllegalStateException | NullPointerException | ClassCastException | UnsupportedOperationException e) {
            throw ChainException.malformed("the node sent a block that is not valid");
        }
    }

    private static int indexOf(JsonArray extrinsics, String wanted) {
        for (int i = 0; i < extrinsics.size(); i++) {
            if (extrinsics.get(i).getAsString().equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    /** Events of a block are written by the code of its parent. */
    private Optional<String> failure(String blockHash, String parentHash, int index) {
        return request(() -> runtimeAt(parentHash).thenCompose(runtime -> {
            String key = RuntimeSource.hex(runtime.storageKey("System", "Events"));
            return rpc.call("state_getStorage", key, blockHash)
                    .thenApply(value -> runtime.decodeStorage("System", "Events", bytesOrNull(value))
                            .flatMap(events -> DispatchFailure.of(runtime, events, index)));
        }));
    }

    /** Address of the node, for messages. */
    public String endpoint() {
        return endpoint.toString();
    }

    /** Closes the connection. */
    @Override
    public void close() {
        client.scheduler().execute(() -> {
            if (rpc != null) {
                rpc.close();
            }
            if (failure == null) {
                end(Transport.Failure.of("the session is closed"));
            }
        });
    }

    /** Asks for the version of a block's runtime once, so that several entries at one block need few requests. */
    private CompletableFuture<ChainRuntime> runtimeAt(String blockHash) {
        if (blockHash.equals(runtimeBlock)) {
            return CompletableFuture.completedFuture(runtime);
        }
        return runtimes.at(blockHash, genesis, rpc).thenApply(found -> {
            runtimeBlock = blockHash;
            runtime = found;
            return found;
        });
    }

    private void onFinalized(JsonElement header) {
        try {
            BlockHeader next = BlockHeader.parse(header);
            finalized = new ChainBlock(next.number(), next.hash());
            onBlock.run();
        } catch (ChainException e) {
            fail(Transport.Failure.of(e.getMessage()));
        }
    }

    private void fail(Transport.Failure reason) {
        if (failure == null) {
            rpc.close();
            client.failed(reason);
            end(reason);
        }
    }

    private void end(Transport.Failure reason) {
        failure = reason;
        List<CompletableFuture<?>> waiting = new ArrayList<>(pending);
        waiting.forEach(future -> future.completeExceptionally(unreachable()));
    }

    private ChainException unreachable() {
        return new ChainException(ChainException.Reason.UNREACHABLE, endpoint + ": " + failure.reason());
    }

    /** Runs a request on the scheduler's thread and waits for its result or for the end of the connection. */
    private <T> T request(Supplier<CompletableFuture<T>> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        client.scheduler().execute(() -> {
            if (failure != null) {
                result.completeExceptionally(unreachable());
                return;
            }
            pending.add(result);
            result.whenComplete((value, error) -> pending.remove(result));
            try {
                task.get().whenComplete((value, error) -> {
                    if (error == null) {
                        result.complete(value);
                    } else {
                        result.completeExceptionally(error);
                    }
                });
            } catch (ChainException e) {
                result.completeExceptionally(e);
            }
        });
        return client.await(result);
    }

    private static byte[] bytesOrNull(JsonElement value) {
        return value == null || value.isJsonNull() ? null : RuntimeSource.bytes(value);
    }

    private static long number(Object value, String name) {
        if (value instanceof Long number) {
            return number;
        }
        throw ChainException.unsupported(name + " is not a number");
    }
}
