package weir.chain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a {@link MetagraphService} does.
 *
 * @param isOverridden whether the operator's file is used instead of the chain; the other values are then the last ones of the chain
 * @param readAt time at which the last metagraph was read from the chain; empty if none was ever read
 * @param endpoint address of the node; empty before the first connection
 * @param problem why the metagraph is not read at the moment; empty if it is
 * @param blockAge by how much the newest block was older than the clock of this machine when it was read; negative if its time was in the
 *     future; empty if none was read since the start. With a correct clock, it is from {@link #MIN_BLOCK_AGE} to {@link #MAX_BLOCK_AGE}
 */
public record MetagraphStatus(
        boolean isOverridden, Optional<Instant> readAt, String endpoint, String problem, Optional<Duration> blockAge) {

    /** Blocks come every 12 s; the newest one that a node knows is at most three blocks old. */
    public static final Duration MAX_BLOCK_AGE = Duration.ofSeconds(36);

    /** A block is not made before its time, but clocks of validators differ a little. */
    public static final Duration MIN_BLOCK_AGE = Duration.ofSeconds(-4);

    /** Without the age of a block. */
    public MetagraphStatus(boolean isOverridden, Optional<Instant> readAt, String endpoint, String problem) {
        this(isOverridden, readAt, endpoint, problem, Optional.empty());
    }
}
