package weir.protocol;

import java.util.Arrays;
import weir.protocol.sr25519.Ristretto;
import weir.protocol.sr25519.Scalar;
import weir.protocol.sr25519.Transcript;

/**
 * Verifies sr25519 signatures: Schnorr signatures over ristretto255 with Merlin transcripts, as the Rust crate
 * {@code schnorrkel} (src/sign.rs, src/context.rs; BSD-3-Clause) defines them, in Substrate's context
 * {@code substrate}. Sources: RFC 9496 (ristretto255), merlin.cool (transcripts), strobe.sourceforge.io (STROBE).
 *
 * <p>Stricter than schnorrkel in one point: the neutral element as public key, under which anybody can sign, is refused.
 * Stateless and thread-safe. One verification allocates about 12 KiB, all of it short-lived.
 */
public final class Sr25519 {
    /** Length of a signature in bytes. */
    public static final int SIGNATURE_LENGTH = 64;

    private static final byte[] SCHNORR = {'S', 'c', 'h', 'n', 'o', 'r', 'r', '-', 's', 'i', 'g'};
    private static final Transcript CONTEXT =
            new Transcript("SigningContext").append("", new byte[] {'s', 'u', 'b', 's', 't', 'r', 'a', 't', 'e'});

    private Sr25519() {}

    /**
     * Whether {@code signature} was made by {@code key} over {@code message}. Refuses, without an exception, every
     * signature of another length, without schnorrkel's mark (the highest bit), with a scalar that is not below the
     * group order or a point that is not canonically encoded, and every key that is no point or the neutral one.
     * Variable time: all that it sees is public.
     *
     * @param message the signed bytes, not hashed before
     * @param signature 64 bytes: a compressed point R, then a scalar s, both little-endian
     */
    public static boolean verify(PublicKey key, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_LENGTH || signature[63] >= 0) {
            return false;
        }
        byte[] r = Arrays.copyOf(signature, 32);
        byte[] marked = Arrays.copyOfRange(signature, 32, 64);
        marked[31] &= 0x7f;
        int[] s = Scalar.decode(marked, 0);
        if (!Scalar.isCanonical(s)) {
            return false;
        }
        byte[] encodedKey = key.bytes();
        int[] k = challenge(begin(message, encodedKey), r);
        return Arrays.equals(r, Ristretto.baseTimesMinusKeyTimes(s, encodedKey, k));
    }

    /** The transcript up to the public key: what signer and verifier share before R is known. */
    public static Transcript begin(byte[] message, byte[] encodedKey) {
        return CONTEXT.copy()
                .append("sign-bytes", message)
                .append("proto-name", SCHNORR)
                .append("sign:pk", encodedKey);
    }

    /** The scalar that binds R to all that came before it. */
    public static int[] challenge(Transcript transcript, byte[] r) {
        return Scalar.reduceWide(transcript.append("sign:R", r).challenge("sign:c", 64));
    }
}
