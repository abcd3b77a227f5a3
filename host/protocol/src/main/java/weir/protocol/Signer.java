package weir.protocol;

/**
 * Signs with one sr25519 key without exposing it. Implementations are thread-safe.
 */
public interface Signer {
    /** The public key that verifies {@link #sign signatures}. */
    PublicKey publicKey();

    /**
     * Signs a message in the signing context {@code substrate}.
     *
     * @param message the bytes to sign; the caller adds {@code <Bytes>} around them where the protocol wants it
     * @return 64 bytes, different for each call
     */
    byte[] sign(byte[] message);
}
