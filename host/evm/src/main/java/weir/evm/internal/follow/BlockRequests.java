package weir.evm.internal.follow;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import weir.evm.internal.follow.ChainReader.BlockAnswer;
import weir.evm.internal.rpc.BlockHeader;
import weir.history.PoolKey;

/** The requests of one poll: each new block is requested once for all pools. For one thread. */
final class BlockRequests {

    private final ChainReader node;
    private final Set<PoolKey> pools;
    private final Map<String, BlockAnswer> answers = new HashMap<>();

    /** @param pools all pools that the poll reads */
    BlockRequests(ChainReader node, Set<PoolKey> pools) {
        this.node = node;
        this.pools = pools;
    }

    /** Returns the node, for requests of other kinds. */
    ChainReader node() {
        return node;
    }

    /** Returns all events of a pool in one block, as {@link BlockAnswer#of}. */
    BlockEvents events(PoolKey pool, BlockHeader block) {
        BlockAnswer answer = answers.get(block.hash());
        if (answer == null) {
            answer = node.events(pools, block);
            answers.put(block.hash(), answer);
        }
        return answer.of(pool);
    }
}
