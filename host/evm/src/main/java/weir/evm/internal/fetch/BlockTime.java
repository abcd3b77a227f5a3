package weir.evm.internal.fetch;

import java.util.OptionalLong;
import weir.evm.EvmException;
import weir.evm.internal.rpc.BlockHeader;
import weir.history.SwapRow;

/**
 * The times of a chain's blocks. The times of Base's blocks are computed from their numbers, without requests; a missing or wrong time in
 * a node's log is ignored. For other chains, the times are those that nodes give for logs. Immutable.
 */
public final class BlockTime {

    private static final long BASE_CHAIN_ID = 8453;
    private static final long BASE_START_SECONDS = 1_686_789_347;
    private static final long BASE_BLOCK_SECONDS = 2;

    private final boolean isBase;

    public BlockTime(long chainId) {
        this.isBase = chainId == BASE_CHAIN_ID;
    }

    /** Returns the Unix time of a block by the chain's rule; empty if the chain has none. */
    OptionalLong byRule(long block) {
        return isBase ? OptionalLong.of(BASE_START_SECONDS + BASE_BLOCK_SECONDS * block) : OptionalLong.empty();
    }

    /**
     * Returns the time of a log's block.
     *
     * @param given the time that the node gave, or {@link SwapRow#UNKNOWN_TIME}
     * @throws EvmException if the node gave another time than the rule
     */
    public long of(long block, long given, String host) {
        long time = byRule(block).orElse(given);
        if (given != SwapRow.UNKNOWN_TIME && given != time) {
            throw wrong(host, block, given, time);
        }
        return time;
    }

    /** Returns the first block at a Unix time or later; empty if the chain has no rule. */
    OptionalLong firstBlockFrom(long seconds) {
        long after = Math.max(0, seconds - BASE_START_SECONDS);
        return isBase ? OptionalLong.of((after + BASE_BLOCK_SECONDS - 1) / BASE_BLOCK_SECONDS) : OptionalLong.empty();
    }

    /** @throws EvmException if a header has no time, or not that of the rule */
    void check(BlockHeader header, String host) {
        long expected = byRule(header.number()).orElse(header.timestamp());
        if (header.timestamp() != expected || expected == 0) {
            throw wrong(host, header.number(), header.timestamp(), expected);
        }
    }

    private static EvmException wrong(String host, long block, long given, long expected) {
        return new EvmException(
                host + ", block " + block,
                "the node gives the time " + given + ", and the chain's rule is " + expected,
                "The node serves another chain, or is wrong; use another one.");
    }
}
