package weir.evm.internal.fetch;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import weir.evm.BlockBound;
import weir.evm.HistoryFetch.Report;
import weir.evm.internal.rpc.EndpointPool;
import weir.evm.internal.rpc.LoopbackNode;
import weir.evm.internal.rpc.ManualPause;
import weir.history.PoolKey;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadataStore;

/** Fetches into a directory, with a clock that does not wait. */
public record FetchFixture(Path directory, PoolKey pool) {

    public SwapStore store() {
        return SwapStore.embedded(directory.resolve("history"));
    }

    public PoolMetadataStore metadata() {
        return new PoolMetadataStore(directory.resolve("pools"));
    }

    public Report fetch(BlockBound from, BlockBound to, LoopbackNode... nodes) {
        try (SwapStore store = store()) {
            EndpointPool endpoints =
                    EndpointPool.of(Arrays.stream(nodes).map(LoopbackNode::url).toList(), new ManualPause());
            return new FetchRun(store, metadata(), endpoints, progress -> {}, pool).fetch(Optional.of(from), to);
        }
    }

    public Report fetch(long from, LoopbackNode... nodes) {
        return fetch(new BlockBound.Block(from), new BlockBound.Finalized(), nodes);
    }
}
