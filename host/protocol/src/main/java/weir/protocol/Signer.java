package weir.protocol;

/**
 * Signs on behalf of one sr25519 key. The chain bundle signs {@code serve_axon} through it, and never sees the key
 * behind. Implementations are thread-safe.
 */
public interface Signer {
    /** The key that {@link #sign signatures} verify with. */
    PublicKey publicKey();

    /**
     * Signs in the context {@code substrate}.
     *
     * @param message the very bytes to be signed; a caller that wants {@code <Bytes>} around them adds it
     * @return 64 bytes, different each time
     */
    byte[] sign(byte[] message);
}
