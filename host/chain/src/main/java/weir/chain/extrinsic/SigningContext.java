package weir.chain.extrinsic;

import java.math.BigInteger;

/**
 * What an extrinsic contains besides its call and signature.
 *
 * @param genesisHash hash of the chain's first block, 32 bytes
 * @param era in which blocks the extrinsic is valid
 * @param eraBlockHash hash of the block {@link Era#birth()}, 32 bytes; the genesis hash for an immortal era
 * @param nonce number of extrinsics that the account has signed so far
 * @param tip in rao, 0 for calls without fee
 */
public record SigningContext(byte[] genesisHash, Era era, byte[] eraBlockHash, long nonce, BigInteger tip) {}
