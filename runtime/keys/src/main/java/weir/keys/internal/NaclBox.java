package weir.keys.internal;

import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import weir.base.Hex;

/**
 * Decrypts {@code $NACL}: libsodium's secretbox (XSalsa20-Poly1305: 24 bytes nonce, 16 bytes tag, ciphertext) with a key
 * that argon2i derives from the password, with libsodium's SENSITIVE limits and a fixed salt (bittensor-wallet keyfile.rs).
 */
final class NaclBox {
    private static final int PREFIX_BYTES = 5;
    private static final int NONCE_BYTES = 24;
    private static final int TAG_BYTES = 16;
    private static final int CIPHERTEXT_OFFSET = PREFIX_BYTES + NONCE_BYTES + TAG_BYTES;
    private static final byte[] SALT = Hex.decode("137183dff15a09bc9c90b5518739e9b1");
    private static final int PASSES = 8;
    private static final int MEMORY_KIB = 512 * 1024;
    /** The memory of argon2, its object headers, and a reserve. */
    private static final long MIN_FREE_HEAP_BYTES = 600L << 20;

    private NaclBox() {}

    static byte[] decrypt(byte[] content, char[] password) {
        requireLength(content);
        return Secrets.use(deriveKey(password), key -> decrypt(content, key));
    }

    private static void requireLength(byte[] content) {
        if (content.length < CIPHERTEXT_OFFSET) {
            throw new IllegalArgumentException(
                    "is cut short: " + content.length + " bytes are too few for a $NACL file");
        }
    }

    /** Checks the tag with the derived 32-byte key, then decrypts. */
    static byte[] decrypt(byte[] content, byte[] key) {
        requireLength(content);
        byte[] nonce = Arrays.copyOfRange(content, PREFIX_BYTES, PREFIX_BYTES + NONCE_BYTES);
        byte[] tagKey = new byte[32];
        byte[] plain = new byte[content.length - CIPHERTEXT_OFFSET];
        XSalsa20Engine cipher = new XSalsa20Engine();
        cipher.init(false, new ParametersWithIV(new KeyParameter(key), nonce));
        cipher.processBytes(new byte[32], 0, 32, tagKey, 0);
        byte[] tag = Secrets.use(tagKey, oneTime -> computeTag(oneTime, content));
        if (!MessageDigest.isEqual(tag, Arrays.copyOfRange(content, PREFIX_BYTES + NONCE_BYTES, CIPHERTEXT_OFFSET))) {
            throw new IllegalArgumentException(Encryption.WRONG_PASSWORD);
        }
        cipher.processBytes(content, CIPHERTEXT_OFFSET, plain.length, plain, 0);
        return plain;
    }

    private static byte[] computeTag(byte[] key, byte[] content) {
        Poly1305 mac = new Poly1305();
        mac.init(new KeyParameter(key));
        mac.update(content, CIPHERTEXT_OFFSET, content.length - CIPHERTEXT_OFFSET);
        byte[] tag = new byte[TAG_BYTES];
        mac.doFinal(tag, 0);
        return tag;
    }

    /** Derives the 32-byte key. Argon2i needs half a gigabyte of heap and a few seconds. */
    static byte[] deriveKey(char[] password) {
        Runtime runtime = Runtime.getRuntime();
        long available = runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
        if (available < MIN_FREE_HEAP_BYTES) {
            throw heapTooSmall(runtime, null);
        }
        byte[] utf8 = Secrets.utf8(password);
        byte[] key = new byte[32];
        try {
            Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
            argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_i)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withIterations(PASSES)
                    .withMemoryAsKB(MEMORY_KIB)
                    .withParallelism(1)
                    .withSalt(SALT)
                    .build());
            argon2.generateBytes(utf8, key);
            return key;
        } catch (OutOfMemoryError e) {
            throw heapTooSmall(runtime, e);
        } finally {
            Secrets.wipe(utf8);
        }
    }

    private static IllegalArgumentException heapTooSmall(Runtime runtime, Throwable cause) {
        return new IllegalArgumentException(
                "is encrypted with argon2i, which needs " + (MIN_FREE_HEAP_BYTES >> 20)
                        + " MiB of free heap; the heap of this JVM is"
                        + " limited to " + (runtime.maxMemory() >> 20) + " MiB. Run the command again with"
                        + " JAVA_TOOL_OPTIONS=-Xmx1g on a machine with that much free memory",
                cause);
    }
}
