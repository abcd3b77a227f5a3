package weir.evm.internal.follow;

import java.util.Collection;
import java.util.List;
import weir.evm.EvmException;
import weir.evm.internal.rpc.BlockHeader;
import weir.history.BlockRange;
import weir.history.PoolKey;

/** Returns wrong events of one pool. */
final class WrongEvents extends DelegatingReader {

    private final PoolKey wrongPool;

    WrongEvents(ChainReader node, PoolKey wrongPool) {
        super(node);
        this.wrongPool = wrongPool;
    }

    @Override
    public BlockAnswer events(Collection<PoolKey> pools, BlockHeader block) {
        BlockAnswer answer = super.events(pools, block);
        return pool -> {
            requireOther(pool);
            return answer.of(pool);
        };
    }

    @Override
    public List<BlockEvents> events(PoolKey pool, BlockRange blocks) {
        requireOther(pool);
        return super.events(pool, blocks);
    }

    private void requireOther(PoolKey pool) {
        if (pool.equals(wrongPool)) {
            throw new EvmException("node.example", "the log is incomplete", "Use another node.");
        }
    }
}
