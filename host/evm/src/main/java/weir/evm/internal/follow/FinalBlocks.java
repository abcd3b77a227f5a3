package weir.evm.internal.follow;

import weir.evm.internal.rpc.BlockHeader;
import weir.history.PoolKey;

/** Reads final blocks from the chain and stores their events. */
@FunctionalInterface
interface FinalBlocks {

    /**
     * Stores all events of a pool in a range of blocks. Blocks are stored from the first to the last one; after a failure, the next call
     * may begin behind those that are stored.
     *
     * @param first first block
     * @param finalBlock last block; nothing is stored from a node that has another one at this height
     * @throws weir.base.WeirException if the address is not a pool, the node does not answer, or writing fails
     * @throws weir.evm.internal.rpc.RpcException if a node refuses the request itself
     */
    void store(PoolKey pool, long first, BlockHeader finalBlock);
}
