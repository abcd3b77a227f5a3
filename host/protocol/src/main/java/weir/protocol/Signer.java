package weir.protocol;

/** Signs with one sr25519 private key without exposing it. Implementations are thread-safe. */
public interface Signer {
    /** Returns the public key that verifies the {@link #sign signatures}. */
    PublicKey publicKey();

    /**
     * Signs a message in the signing context {@code substrate}.
     *
     * @param message the bytes to sign
     * @return 64 bytes, different for each call
     */
    byte[] sign(byte[] message);
}
