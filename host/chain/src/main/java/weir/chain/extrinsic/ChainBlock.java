package weir.chain.extrinsic;

/**
 * A block of the chain.
 *
 * @param hash {@code 0x} and 64 digits
 */
public record ChainBlock(long number, String hash) {}
