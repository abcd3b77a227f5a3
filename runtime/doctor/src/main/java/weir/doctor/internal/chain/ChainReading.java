package weir.doctor.internal.chain;

import java.time.Duration;
import java.util.Optional;
import weir.chain.Metagraph;

/**
 * What a node of the chain has told.
 *
 * @param source the node's host and the block
 * @param metagraph empty if the subnet does not exist
 * @param newestBlockAge by how much the newest block is older than the clock of this machine; negative if its time is in the future;
 *     empty if the block has no time
 */
public record ChainReading(String source, Optional<Metagraph> metagraph, Optional<Duration> newestBlockAge) {}
