package weir.protocol;

import java.util.Arrays;
import weir.protocol.sr25519.Ristretto;
import weir.protocol.sr25519.Scalar;
import weir.protocol.sr25519.Transcript;

/**
 * Verifies sr25519 signatures: Schnorr signatures over ristretto255 with Merlin transcripts in Substrate's signing context
 * {@code substrate}, as the Rust crate {@code schnorrkel} defines them (src/sign.rs, src/context.rs; BSD-3-Clause). Sources:
 * RFC 9496 (ristretto255), merlin.cool (transcripts), strobe.sourceforge.io (STROBE).
 *
 * <p>Unlike schnorrkel, it rejects the neutral element as public key, because signatures of that key need no secret. Stateless and thread-safe. One verification allocates about 12 KiB of short-lived memory.
 */
public final class Sr25519 {
    /** Length of a signature in bytes. */
    public static final int SIGNATURE_BYTES = 64;

    private static final byte[] PROTOCOL_NAME = {'S', 'c', 'h', 'n', 'o', 'r', 'r', '-', 's', 'i', 'g'};
    private static final Transcript SIGNING_CONTEXT =
            new Transcript("SigningContext").append("", new byte[] {'s', 'u', 'b', 's', 't', 'r', 'a', 't', 'e'});

    private Sr25519() {}

    /**
     * Returns whether {@code signature} is a valid signature of {@code message} by {@code key}. Returns
     * {@code false} for malformed input: a wrong length, a missing schnorrkel marker (the highest bit), a scalar that is not
     * below the group order, a point that is not canonically encoded, an invalid or neutral key. The time depends on the input,
     * which is public.
     *
     * @param message the signed bytes, not hashed
     * @param signature 64 bytes: a compressed point R, then a scalar s, both little-endian
     */
    public static boolean verify(PublicKey key, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES || signature[63] >= 0) {
            return false;
        }
        byte[] r = Arrays.copyOf(signature, 32);
        byte[] encodedScalar = Arrays.copyOfRange(signature, 32, 64);
        encodedScalar[31] &= 0x7f;
        int[] s = Scalar.decode(encodedScalar, 0);
        if (!Scalar.isCanonical(s)) {
            return false;
        }
        byte[] encodedKey = key.bytes();
        int[] k = challenge(beginTranscript(message, encodedKey), r);
        return Arrays.equals(r, Ristretto.baseTimesMinusKeyTimes(s, encodedKey, k));
    }

    /** Returns the transcript of a message and a public key, before R is appended. For the module that signs. */
    public static Transcript beginTranscript(byte[] message, byte[] encodedKey) {
        return SIGNING_CONTEXT
                .copy()
                .append("sign-bytes", message)
                .append("proto-name", PROTOCOL_NAME)
                .append("sign:pk", encodedKey);
    }

    /** Appends R and returns the challenge scalar. For the module that signs. */
    public static int[] challenge(Transcript transcript, byte[] r) {
        return Scalar.reduceWide(transcript.append("sign:R", r).challenge("sign:c", 64));
    }
}
