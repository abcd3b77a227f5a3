package weir.evm.internal.follow;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import weir.evm.EvmException;
import weir.evm.internal.rpc.BlockHeader;
import weir.evm.internal.rpc.RpcException;
import weir.history.BlockRange;
import weir.history.PoolKey;

/**
 * Reads headers and events of one chain from one node. A call sends one request and does not try again. All methods throw {@link
 * RpcException} if the node refuses or does not answer, and {@link EvmException} if its answer is wrong. For one thread.
 */
interface ChainReader {

    /** Returns the host of the node, for messages. */
    String host();

    /** Returns the id (EIP-155) of the node's chain. */
    long chainId();

    /** Returns the newest block of the node. */
    BlockHeader latest();

    /** Returns the newest block that the node takes for final. */
    BlockHeader finalized();

    /** Returns the header of a block; empty if the node does not have it. */
    Optional<BlockHeader> header(long number);

    /**
     * Requests all events of some pools in one block, by its hash.
     *
     * @throws RpcException if the node does not know the block, because it lags behind or the chain has replaced the block
     */
    BlockAnswer events(Collection<PoolKey> pools, BlockHeader block);

    /** The answer for one block. */
    @FunctionalInterface
    interface BlockAnswer {

        /**
         * Returns all events of one of the pools.
         *
         * @throws EvmException if they are wrong; those of other pools may be right
         */
        BlockEvents of(PoolKey pool);
    }

    /** Returns all events of a pool in a range of blocks, as far as the node has them: one element for each block with events, ascending. */
    List<BlockEvents> events(PoolKey pool, BlockRange blocks);
}
