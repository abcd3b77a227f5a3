package weir.evm.internal.follow;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import weir.evm.internal.rpc.BlockHeader;
import weir.history.BlockRange;
import weir.history.PoolKey;

/** Passes on all requests. */
class DelegatingReader implements ChainReader {
    private final ChainReader node;

    DelegatingReader(ChainReader node) {
        this.node = node;
    }

    @Override
    public String host() {
        return node.host();
    }

    @Override
    public long chainId() {
        return node.chainId();
    }

    @Override
    public BlockHeader latest() {
        return node.latest();
    }

    @Override
    public BlockHeader finalized() {
        return node.finalized();
    }

    @Override
    public Optional<BlockHeader> header(long number) {
        return node.header(number);
    }

    @Override
    public BlockAnswer events(Collection<PoolKey> pools, BlockHeader block) {
        return node.events(pools, block);
    }

    @Override
    public List<BlockEvents> events(PoolKey pool, BlockRange blocks) {
        return node.events(pool, blocks);
    }
}
