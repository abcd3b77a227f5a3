package weir.evm.internal.follow;

import weir.history.BlockRange;
import weir.history.PoolKey;

/** Reads final blocks from the chain and stores their events. */
@FunctionalInterface
interface FinalBlocks {

    /**
     * Stores all events of a pool in a range of final blocks, and the pool's metadata if they are not stored yet. Blocks are stored from
     * the first to the last one; after a failure, the next call may begin behind those that are stored.
     *
     * @throws weir.base.WeirException if the address is not a pool, the node does not answer, or writing fails
     */
    void store(PoolKey pool, BlockRange blocks);
}
