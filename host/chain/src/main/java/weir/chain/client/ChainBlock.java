package weir.chain.client;

import java.util.OptionalLong;

/**
 * A block of the chain.
 *
 * @param hash {@code 0x} and 64 digits
 * @param parentHash hash of the block before it; its code has written the storage of this block
 * @param slot number of the slot in which it was made (the chain's time divided by the slot's duration), if its header has it
 */
public record ChainBlock(long number, String hash, String parentHash, OptionalLong slot) {}
