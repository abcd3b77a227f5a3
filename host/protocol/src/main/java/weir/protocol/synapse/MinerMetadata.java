package weir.protocol.synapse;

/**
 * Information about a miner's decision, which the validator logs.
 *
 * @param version version of the strategy that decided
 * @param modelInfo the strategy and its reason, for example {@code hold on default: nothing to do}
 */
public record MinerMetadata(String version, String modelInfo) {}
