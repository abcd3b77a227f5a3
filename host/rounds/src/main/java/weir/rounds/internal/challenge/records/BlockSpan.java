package weir.rounds.internal.challenge.records;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import weir.history.PoolKey;

/**
 * The blocks between the first and the last compared round of a contest. They measure time without the clock of this machine. Immutable.
 *
 * @param chainId chain of the first round; a route may serve pools of several chains
 * @param first first block of the first round
 * @param last first block of the last round
 */
public record BlockSpan(long chainId, long first, long last) {

    /** Seconds between two blocks, by chain: Ethereum and Base. */
    public static final Map<Long, Long> BLOCK_SECONDS = Map.of(1L, 12L, 8453L, 2L);

    /** @throws IllegalArgumentException if the last block is before the first one */
    public BlockSpan {
        if (last < first) {
            throw new IllegalArgumentException("the blocks " + first + " to " + last + " are no span");
        }
    }

    static BlockSpan of(PoolKey pool, long block) {
        return new BlockSpan(pool.chainId(), block, block);
    }

    /** With a round that begins at a block; the same if it is of another chain. */
    BlockSpan plus(PoolKey pool, long block) {
        return pool.chainId() == chainId ? new BlockSpan(chainId, Math.min(first, block), Math.max(last, block)) : this;
    }

    /** The time between the two blocks; empty if the block time of the chain is not known. */
    Optional<Duration> duration() {
        return Optional.ofNullable(BLOCK_SECONDS.get(chainId))
                .map(seconds -> Duration.ofSeconds((last - first) * seconds));
    }
}
