package weir.keys;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import weir.keys.internal.Junction;
import weir.keys.internal.Mnemonic;
import weir.keys.internal.Secrets;
import weir.protocol.PublicKey;
import weir.protocol.Signer;
import weir.protocol.Sr25519;
import weir.protocol.sr25519.Ristretto;
import weir.protocol.sr25519.Scalar;
import weir.protocol.sr25519.Transcript;

/**
 * An sr25519 private key and its public key. The time to sign does not depend on the secret. Signature nonces are derived from the
 * message, the key's nonce seed and fresh random bytes, so neither a weak random generator nor a repeated message reveals the key
 * (schnorrkel src/sign.rs, {@code SecretKey::sign}).
 *
 * <p>Thread-safe; signs one message at a time. {@link #close} zeroes the secret; after that, signing and derivation throw
 * {@link IllegalStateException}. The JVM that runs strategies does not have this class.
 */
public final class KeyPair implements Signer, AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 64;

    private final int[] scalar;
    private final byte[] nonceSeed;
    private final PublicKey publicKey;
    private boolean closed;

    private KeyPair(int[] scalar, byte[] nonceSeed) {
        this.scalar = scalar;
        this.nonceSeed = nonceSeed;
        this.publicKey = PublicKey.of(Ristretto.baseTimes(scalar));
    }

    /**
     * Returns the key pair of a mini secret ("seed"), expanded as in Ed25519: SHA-512, clamp, divide by the cofactor
     * (schnorrkel src/keys.rs, {@code ExpansionMode::Ed25519}). Copies the array; the caller zeroes it.
     *
     * @param miniSecret 32 bytes
     */
    public static KeyPair ofMiniSecret(byte[] miniSecret) {
        if (miniSecret.length != 32) {
            throw new IllegalArgumentException("a seed has 32 bytes, not " + miniSecret.length);
        }
        byte[] expanded = sha512(miniSecret);
        expanded[0] &= (byte) 248;
        expanded[31] &= 63;
        expanded[31] |= 64;
        return Secrets.use(expanded, KeyPair::ofSecret);
    }

    /**
     * Returns the key pair of a private key as in {@code privateKey} of key files: the scalar times eight, then the
     * nonce seed (schnorrkel src/keys.rs, {@code from_ed25519_bytes}). Copies the array; the caller zeroes it.
     *
     * @param secret 64 bytes
     * @throws IllegalArgumentException if the length or the scalar is invalid
     */
    public static KeyPair ofSecret(byte[] secret) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException("a private key has 64 bytes, not " + secret.length);
        }
        if ((secret[0] & 7) != 0 || secret[31] < 0) {
            throw new IllegalArgumentException(
                    "the private key's scalar is not a multiple of the cofactor below 2^255");
        }
        int[] scalar = Scalar.decode(secret, 0);
        for (int i = 0; i < 8; i++) {
            scalar[i] = scalar[i] >>> 3 | (i < 7 ? scalar[i + 1] << 29 : 0);
        }
        return new KeyPair(scalar, Arrays.copyOfRange(secret, 32, SECRET_BYTES));
    }

    /**
     * Returns the key pair of a mnemonic, a BIP-39 phrase of English words.
     *
     * @param phrase 12, 15, 18, 21 or 24 words; the caller zeroes the array
     * @param password password of the mnemonic (not of a key file); empty for none
     * @throws IllegalArgumentException if a word or the checksum is invalid; the message contains the word's position only
     */
    public static KeyPair ofMnemonic(char[] phrase, char[] password) {
        byte[] words = Secrets.utf8(phrase);
        byte[] salt = Secrets.utf8(password);
        try {
            return Secrets.use(Mnemonic.miniSecret(words, salt), KeyPair::ofMiniSecret);
        } finally {
            Secrets.wipe(words);
            Secrets.wipe(salt);
        }
    }

    /**
     * Returns the key pair at a Substrate derivation path below this one (schnorrkel src/derive.rs).
     *
     * @param path {@code //hard} and {@code /soft} steps, for example {@code //Alice/0}; an empty path returns a copy
     * @throws IllegalArgumentException if the path contains anything else
     */
    public synchronized KeyPair derive(String path) {
        requireOpen();
        KeyPair keyPair = new KeyPair(scalar.clone(), nonceSeed.clone());
        for (Junction junction : Junction.parsePath(path)) {
            KeyPair parent = keyPair;
            keyPair = junction.hard() ? parent.hardChild(junction.chainCode()) : parent.softChild(junction.chainCode());
            parent.close();
        }
        return keyPair;
    }

    private KeyPair hardChild(byte[] chainCode) {
        byte[] secret = new byte[32];
        Scalar.encode(scalar, secret, 0);
        Transcript transcript = derivationTranscript(chainCode).append("secret-key", secret);
        Secrets.wipe(secret);
        return Secrets.use(transcript.challenge("HDKD-hard", 32), KeyPair::ofMiniSecret);
    }

    private KeyPair softChild(byte[] chainCode) {
        Transcript transcript = derivationTranscript(chainCode).append("public-key", publicKey.bytes());
        int[] step = Scalar.reduceWide(transcript.challenge("HDKD-scalar", 64));
        byte[] childNonceSeed = new byte[32]; // only used to sign, so any secret value is valid
        Scalar.encode(transcript.witness("HDKD-nonce", nonceSeed, randomBytes()), childNonceSeed, 0);
        return new KeyPair(Scalar.add(scalar, step), childNonceSeed);
    }

    private static Transcript derivationTranscript(byte[] chainCode) {
        return new Transcript("SchnorrRistrettoHDKD")
                .append("sign-bytes", new byte[0])
                .append("chain-code", chainCode);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the key was closed; open the key file again");
        }
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public synchronized byte[] sign(byte[] message) {
        requireOpen();
        Transcript transcript = Sr25519.beginTranscript(message, publicKey.bytes());
        int[] r = transcript.witness("signing", nonceSeed, randomBytes());
        byte[] commitment = Ristretto.baseTimes(r);
        int[] s = Scalar.multiplyAdd(Sr25519.challenge(transcript, commitment), scalar, r);
        Arrays.fill(r, 0);
        byte[] signature = Arrays.copyOf(commitment, Sr25519.SIGNATURE_BYTES);
        Scalar.encode(s, signature, 32);
        signature[63] |= (byte) 0x80;
        return signature;
    }

    /** Zeroes the secret. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(scalar, 0);
        Secrets.wipe(nonceSeed);
    }

    /** Returns the public key, never the secret. */
    @Override
    public String toString() {
        return "KeyPair of " + publicKey;
    }

    private static byte[] randomBytes() {
        byte[] randomBytes = new byte[32];
        RANDOM.nextBytes(randomBytes);
        return randomBytes;
    }

    private static byte[] sha512(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-512", e);
        }
    }
}
