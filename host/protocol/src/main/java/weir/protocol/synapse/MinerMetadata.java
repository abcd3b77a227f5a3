package weir.protocol.synapse;

/**
 * What a miner tells about its answer; the validator logs it.
 *
 * @param version version of the software that decided
 * @param modelInfo the strategy and its reason, for example {@code hold on default: nothing to do}
 */
public record MinerMetadata(String version, String modelInfo) {}
