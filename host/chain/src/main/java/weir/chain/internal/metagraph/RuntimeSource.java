package weir.chain.internal.metagraph;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import weir.base.Hex;
import weir.chain.ChainException;
import weir.chain.extrinsic.ChainRuntime;
import weir.chain.internal.rpc.RpcConnection;
import weir.chain.internal.rpc.RpcException;
import weir.chain.internal.scale.ScaleReader;

/**
 * Gets the runtime of a block: the one in memory, else from the stored metadata, else from the node. Metadata must contain the spec version
 * that it is used for: some nodes return old metadata right after an upgrade. Used on the scheduler's thread.
 */
public final class RuntimeSource {

    private static final String METADATA_AT_VERSION = "Metadata_metadata_at_version";
    private static final String VERSION_15 = "0x0f000000";

    /** Metadata that is kept over restarts. */
    public interface Store {

        /** Returns the runtime with a spec version; empty if its metadata is not stored. */
        Optional<ChainRuntime> readRuntime(String genesis, int specVersion);

        /** Stores the metadata of a runtime. */
        void writeMetadata(String genesis, int specVersion, byte[] metadata);
    }

    /** Stores nothing, for processes that must not trust files of the host. */
    public static final Store NO_STORE = new Store() {
        @Override
        public Optional<ChainRuntime> readRuntime(String genesis, int specVersion) {
            return Optional.empty();
        }

        @Override
        public void writeMetadata(String genesis, int specVersion, byte[] metadata) {}
    };

    private final Store store;
    private ChainRuntime runtime;

    public RuntimeSource(Store store) {
        this.store = store;
    }

    /** Spec version of the last runtime; -1 if there was none. */
    int specVersion() {
        return runtime == null ? -1 : runtime.specVersion();
    }

    /** Returns the runtime of a block. Two requests at most, usually one. */
    public CompletableFuture<ChainRuntime> at(String blockHash, String genesis, RpcConnection rpc) {
        return at(new JsonPrimitive(blockHash), genesis, rpc);
    }

    /** Returns the runtime that the next block uses: that of the node's best block. Two requests at most, usually one. */
    public CompletableFuture<ChainRuntime> ofNextBlock(String genesis, RpcConnection rpc) {
        return at(JsonNull.INSTANCE, genesis, rpc);
    }

    private CompletableFuture<ChainRuntime> at(JsonElement block, String genesis, RpcConnection rpc) {
        return rpc.call("state_getRuntimeVersion", block)
                .thenCompose(version -> withSpec(specVersion(version), block, genesis, rpc));
    }

    /** @throws ChainException if it is not a runtime version */
    static int specVersion(JsonElement version) {
        try {
            return version.getAsJsonObject().get("specVersion").getAsInt();
        } catch (IllegalStateException
                | NullPointerException
                | UnsupportedOperationException
                | NumberFormatException e) {
            throw ChainException.malformed("the node sent a runtime version that is not valid");
        }
    }

    private CompletableFuture<ChainRuntime> withSpec(int spec, JsonElement block, String genesis, RpcConnection rpc) {
        if (specVersion() != spec) {
            Optional<ChainRuntime> stored = store.readRuntime(genesis, spec);
            if (stored.isEmpty()) {
                return fetch(block, rpc).thenApply(metadata -> accept(metadata, spec, genesis));
            }
            runtime = stored.get();
        }
        return CompletableFuture.completedFuture(runtime);
    }

    private CompletableFuture<byte[]> fetch(JsonElement block, RpcConnection rpc) {
        return rpc.call("state_call", METADATA_AT_VERSION, VERSION_15, block)
                .thenApply(RuntimeSource::unwrapOption)
                .exceptionallyCompose(error -> concernsMethod(error)
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : CompletableFuture.failedFuture(error))
                .thenCompose(metadata -> metadata.isPresent()
                        ? CompletableFuture.completedFuture(metadata.get())
                        : rpc.call("state_getMetadata", block).thenApply(RuntimeSource::bytes));
    }

    /** Old runtimes have no such method; nodes word this error in several ways. */
    private static boolean concernsMethod(Throwable error) {
        return RpcException.in(error)
                .filter(answer -> !answer.isRefusal() && !answer.isUnknownState())
                .isPresent();
    }

    private ChainRuntime accept(byte[] metadata, int spec, String genesis) {
        ChainRuntime parsed = ChainRuntime.parse(metadata);
        if (parsed.specVersion() != spec) {
            throw ChainException.unsupported(
                    "the node returned metadata of spec " + parsed.specVersion() + " for a block of spec " + spec);
        }
        runtime = parsed;
        store.writeMetadata(genesis, spec, metadata);
        return parsed;
    }

    /** Reads {@code Option<Vec<u8>>}. */
    private static Optional<byte[]> unwrapOption(JsonElement result) {
        ScaleReader in = new ScaleReader(bytes(result));
        return in.bool() ? Optional.of(in.bytes(in.length())) : Optional.empty();
    }

    /** Returns the bytes of a hexadecimal text. */
    public static byte[] bytes(JsonElement result) {
        try {
            return Hex.decode(text(result));
        } catch (IllegalArgumentException e) {
            throw ChainException.malformed("the node sent a result that is not hexadecimal: " + e.getMessage());
        }
    }

    /** Returns a result that is a text. */
    public static String text(JsonElement result) {
        if (result != null && result.isJsonPrimitive()) {
            return result.getAsString();
        }
        throw ChainException.malformed("the node sent a result that is not a text");
    }

    /** Returns bytes as hexadecimal text. */
    public static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }
}
