package weir.chain.client;

import com.google.gson.JsonElement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import weir.base.Hex;
import weir.chain.AxonInfo;
import weir.chain.ChainException;
import weir.chain.Metagraph;
import weir.chain.extrinsic.ChainRuntime;
import weir.chain.extrinsic.DispatchFailure;
import weir.chain.internal.metagraph.BlockHeader;
import weir.chain.internal.metagraph.MetagraphDecoder;
import weir.chain.internal.metagraph.RuntimeSource;
import weir.chain.internal.rpc.RpcConnection;
import weir.chain.internal.rpc.RpcException;
import weir.protocol.PublicKey;

/**
 * A connection to a node. Each method waits for the answer, for 30 seconds at most, and throws a {@link ChainException}: {@code UNREACHABLE}
 * if the connection has ended (the session cannot be used any more; nothing is sent again), {@code REFUSED} if the node answers with an
 * error. Used by one thread.
 */
public final class ChainSession implements AutoCloseable {

    private static final String PALLET = "SubtensorModule";

    private final ChainClient client;
    private final NodeConnection node;
    private final String genesis;

    // Only the scheduler's thread uses this cache: the runtime whose code is in the state of runtimeBlock.
    private String runtimeBlock = "";
    private ChainRuntime runtime;

    ChainSession(ChainClient client, NodeConnection node, String genesis) {
        this.client = client;
        this.node = node;
        this.genesis = genesis;
    }

    /** Hash of the chain's first block, 32 bytes. */
    public byte[] genesisHash() {
        return Hex.decode(genesis);
    }

    /** Address of the node, for messages. */
    public String endpoint() {
        return node.endpoint().toString();
    }

    /**
     * Waits until a block with a higher number is finalised, for 60 seconds at most.
     *
     * @param number -1 for the block that is finalised now
     * @return the last finalised block
     */
    public ChainBlock awaitFinalized(long number) {
        return node.awaitFinalized(number);
    }

    /** Returns the newest block of the node, which another one may yet replace. */
    public ChainBlock newestBlock() {
        BlockHeader header = BlockHeader.parse(node.request(rpc -> rpc.call("chain_getHeader")));
        return new ChainBlock(header.number(), header.hash(), header.parentHash(), header.slot());
    }

    /**
     * Reads the metagraph of a subnet as it is after a block.
     *
     * @return empty if the subnet does not exist
     */
    public Optional<Metagraph> metagraph(ChainBlock block, int netuid) {
        return node.request(rpc -> runtimeAt(block.hash(), rpc).thenCompose(current -> {
            String parameters = RuntimeSource.hex(MetagraphDecoder.parameters(current, netuid));
            return rpc.call("state_call", MetagraphDecoder.METHOD, parameters, block.hash())
                    .thenApply(result -> MetagraphDecoder.decode(current, RuntimeSource.bytes(result)));
        }));
    }

    /**
     * Returns by how much the chain's time is behind the clock of this machine; negative if it is ahead.
     *
     * @return empty if the block or its runtime does not contain what is needed
     */
    public Optional<Duration> lag(ChainBlock block) {
        if (block.slot().isEmpty()) {
            return Optional.empty();
        }
        ChainRuntime written = node.request(rpc -> runtimeThatWrote(block, rpc));
        return written.findConstant("Aura", "SlotDuration").map(slotMillis -> {
            long millis = block.slot().getAsLong() * number(slotMillis, "Aura.SlotDuration");
            return Duration.between(Instant.ofEpochMilli(millis), client.now());
        });
    }

    /** Ends the session because the node cannot be used. Throws {@code UNREACHABLE}; the client connects to another node next time. */
    public void reject(String reason) {
        node.reject(reason);
    }

    /** Returns the runtime that the next block uses. */
    public ChainRuntime nextRuntime() {
        return node.request(rpc -> client.runtimes().ofNextBlock(genesis, rpc));
    }

    /**
     * Reads storage entries as they are after a block.
     *
     * @return in the same order, decoded as {@link ChainRuntime#decodeStorage} does
     */
    public List<Optional<Object>> storage(ChainBlock block, List<StorageEntry> entries) {
        return node.request(rpc -> runtimeThatWrote(block, rpc)
                .thenCompose(written -> StorageQuery.read(rpc, written, block.hash(), entries)));
    }

    /** Reads what the chain stores about a hotkey in a subnet. */
    public HotkeyState hotkeyState(ChainBlock block, int netuid, PublicKey hotkey) {
        List<Optional<Object>> values = storage(
                block,
                List.of(
                        StorageEntry.of(PALLET, "Uids", netuid, hotkey.bytes()),
                        StorageEntry.of(PALLET, "Axons", netuid, hotkey.bytes()),
                        StorageEntry.of(PALLET, "ServingRateLimit", netuid),
                        StorageEntry.of("System", "Account", hotkey.bytes())));
        OptionalInt uid = values.get(0)
                .map(value -> OptionalInt.of((int) number(value, "Uids")))
                .orElse(OptionalInt.empty());
        Optional<AxonInfo> axon = values.get(1).map(value -> MetagraphDecoder.toAxon(struct(value, "Axons")));
        long limit = number(values.get(2).orElse(null), "ServingRateLimit");
        Map<?, ?> account = struct(values.get(3).orElse(null), "System.Account");
        return new HotkeyState(block, uid, axon, limit, number(account.get("nonce"), "nonce of System.Account"));
    }

    /** Returns the sequence number (nonce) of an account's next extrinsic, counting those that wait in the node. */
    public long nextNonce(PublicKey account) {
        JsonElement nonce = node.request(rpc -> rpc.call("system_accountNextIndex", account.ss58()));
        try {
            return nonce.getAsLong();
        } catch (RuntimeException e) {
            throw ChainException.malformed("the node sent a nonce that is not a number");
        }
    }

    /**
     * Submits an extrinsic. If this throws {@code UNREACHABLE}, the node may have taken it. The result contains an error
     * that the node answers; even then the node may have the extrinsic, see {@link PoolRejection#mayBeInPool}.
     */
    public Submission submit(byte[] extrinsic) {
        Submission submission = new Submission();
        String hex = RuntimeSource.hex(extrinsic);
        node.request(rpc -> rpc.subscribe("author_submitAndWatchExtrinsic", submission::accept, hex)
                .exceptionallyCompose(error -> {
                    Optional<RpcException> answer = RpcException.in(error);
                    answer.map(PoolRejection::of).ifPresent(submission::reject);
                    return answer.isPresent()
                            ? CompletableFuture.completedFuture(null)
                            : CompletableFuture.failedFuture(error);
                }));
        return submission;
    }

    /**
     * Finds an extrinsic in the blocks {@code afterNumber < n <= newest.number()}, newest first, and returns why it failed.
     *
     * @param newest the block in which the search begins
     * @param afterNumber number of the block before which it ends
     * @return the name of the error, for example {@code SubtensorModule.ServingRateLimitExceeded}; empty if no block contains the
     *     extrinsic or it has not failed
     */
    public Optional<String> failure(ChainBlock newest, long afterNumber, byte[] extrinsic) {
        String wanted = RuntimeSource.hex(extrinsic);
        String hash = newest.hash();
        for (long number = newest.number(); number > afterNumber; number--) {
            String blockHash = hash;
            BlockContent block = BlockContent.parse(node.request(rpc -> rpc.call("chain_getBlock", blockHash)));
            int index = block.extrinsics().indexOf(wanted);
            if (index >= 0) {
                return failure(blockHash, block.parentHash(), index);
            }
            hash = block.parentHash();
        }
        return Optional.empty();
    }

    private Optional<String> failure(String blockHash, String parentHash, int index) {
        StorageEntry events = StorageEntry.of("System", "Events");
        return node.request(rpc -> runtimeAt(parentHash, rpc).thenCompose(written -> StorageQuery.read(
                        rpc, written, blockHash, List.of(events))
                .thenApply(values -> values.get(0).flatMap(value -> DispatchFailure.of(written, value, index)))));
    }

    /** Closes the connection. */
    @Override
    public void close() {
        node.close();
    }

    /** Returns the runtime that wrote a block's storage: the one in the state of its parent, even if the block contains an upgrade. */
    private CompletableFuture<ChainRuntime> runtimeThatWrote(ChainBlock block, RpcConnection rpc) {
        return runtimeAt(block.number() == 0 ? block.hash() : block.parentHash(), rpc);
    }

    private CompletableFuture<ChainRuntime> runtimeAt(String blockHash, RpcConnection rpc) {
        if (blockHash.equals(runtimeBlock)) {
            return CompletableFuture.completedFuture(runtime);
        }
        return client.runtimes().at(blockHash, genesis, rpc).thenApply(found -> {
            runtimeBlock = blockHash;
            runtime = found;
            return found;
        });
    }

    private static long number(Object value, String name) {
        if (value instanceof Long number) {
            return number;
        }
        throw ChainException.unsupported(name + " is not a number");
    }

    private static Map<?, ?> struct(Object value, String name) {
        if (value instanceof Map<?, ?> fields) {
            return fields;
        }
        throw ChainException.unsupported(name + " is not a struct");
    }
}
