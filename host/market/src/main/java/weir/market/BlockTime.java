package weir.market;

import java.time.Instant;
import java.util.Optional;

/** The timestamps of blocks, by rule. */
final class BlockTime {

    private static final long BASE_CHAIN_ID = 8453;
    private static final long BASE_GENESIS_SECONDS = 1_686_789_347;
    private static final long BASE_BLOCK_SECONDS = 2;
    /** A greater number is not a block: it would be later than the year 2600. */
    private static final long MAX_BLOCK = 10_000_000_000L;

    private BlockTime() {}

    /** The timestamp of a block of Base; empty for other chains, whose blocks follow no rule. */
    static Optional<Instant> of(long chainId, long block) {
        return chainId == BASE_CHAIN_ID && block >= 0 && block <= MAX_BLOCK
                ? Optional.of(Instant.ofEpochSecond(BASE_GENESIS_SECONDS + BASE_BLOCK_SECONDS * block))
                : Optional.empty();
    }
}
