package weir.chain.internal.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/** The hash functions of Substrate. Stateless. */
public final class Hashes {

    private Hashes() {}

    /** Returns the unkeyed BLAKE2b hash with a length of 128 or 256 bits. */
    public static byte[] blake2b(byte[] input, int bits) {
        Blake2bDigest digest = new Blake2bDigest(bits);
        digest.update(input, 0, input.length);
        byte[] hash = new byte[bits / Byte.SIZE];
        digest.doFinal(hash, 0);
        return hash;
    }

    /** Returns the XXH64 hashes with the seeds 0, 1, … one after the other, each little-endian: 64, 128 or 256 bits together. */
    static byte[] twox(byte[] input, int bits) {
        ByteBuffer hash = ByteBuffer.allocate(bits / Byte.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        for (int seed = 0; hash.hasRemaining(); seed++) {
            hash.putLong(XxHash64.hash(input, seed));
        }
        return hash.array();
    }
}
