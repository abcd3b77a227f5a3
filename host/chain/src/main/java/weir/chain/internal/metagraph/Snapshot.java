package weir.chain.internal.metagraph;

import java.time.Instant;
import weir.chain.Metagraph;

/**
 * A metagraph and where it is from.
 *
 * @param genesis hash of the chain's first block
 * @param blockHash hash of the block that it was read at
 * @param specVersion version of the runtime at this block
 * @param readAt time at which it was read, by the clock of this machine
 */
public record Snapshot(String genesis, String blockHash, int specVersion, Instant readAt, Metagraph metagraph) {}
