package weir.protocol.sr25519;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A Merlin transcript (merlin.cool, "Merlin v1.0") over the part of STROBE-128 (strobe.sourceforge.io, v1.0.2) that
 * Merlin uses: {@code meta-AD}, {@code AD}, {@code PRF} and {@code KEY}. Not thread-safe. Use {@link #copy} to
 * absorb a common prefix once.
 */
public final class Transcript {
    /** Number of bytes that are absorbed before the permutation runs: 200 - 128/4 - 2. */
    private static final int RATE_BYTES = 166;

    private static final int FLAG_I = 1;
    private static final int FLAG_A = 1 << 1;
    private static final int FLAG_C = 1 << 2;
    private static final int FLAG_M = 1 << 4;

    private final long[] state;
    private int position;
    private int begin;

    /** Starts a transcript whose domain separator is {@code label}. */
    public Transcript(String label) {
        state = new long[25];
        byte[] head = {1, (byte) (RATE_BYTES + 2), 1, 0, 1, 96};
        for (byte b : head) {
            xor(position++, b);
        }
        for (byte b : ascii("STROBEv1.0.2")) {
            xor(position++, b);
        }
        Keccak.permute(state);
        position = 0;
        beginOperation(FLAG_M | FLAG_A);
        absorb(ascii("Merlin v1.0"));
        append("dom-sep", ascii(label));
    }

    private Transcript(Transcript other) {
        state = other.state.clone();
        position = other.position;
        begin = other.begin;
    }

    /** Returns an independent copy of the current state. */
    public Transcript copy() {
        return new Transcript(this);
    }

    /** Absorbs a message under a label. Returns this. */
    public Transcript append(String label, byte[] message) {
        absorbMetadata(label, message.length);
        beginOperation(FLAG_A);
        absorb(message);
        return this;
    }

    /** Returns {@code length} bytes that depend on everything absorbed so far. */
    public byte[] challenge(String label, int length) {
        absorbMetadata(label, length);
        return squeeze(length);
    }

    /**
     * Returns a secret number modulo the group order, derived from everything absorbed so far, a secret and fresh randomness
     * (merlin.cool, "Generating randomness"). Does not change the transcript.
     */
    public int[] witness(String label, byte[] secret, byte[] random) {
        Transcript copy = copy();
        copy.absorbMetadata(label, secret.length);
        copy.overwrite(secret);
        copy.beginOperation(FLAG_M | FLAG_A);
        copy.absorb(ascii("rng"));
        copy.overwrite(random);
        copy.beginOperation(FLAG_M | FLAG_A);
        copy.absorb(little32(64));
        byte[] wide = copy.squeeze(64);
        int[] scalar = Scalar.reduceWide(wide);
        Arrays.fill(wide, (byte) 0);
        Arrays.fill(copy.state, 0);
        return scalar;
    }

    private void absorbMetadata(String label, int length) {
        beginOperation(FLAG_M | FLAG_A);
        absorb(ascii(label));
        absorb(little32(length));
    }

    private void beginOperation(int flags) {
        int oldBegin = begin;
        begin = position + 1;
        absorb(new byte[] {(byte) oldBegin, (byte) flags});
        if ((flags & FLAG_C) != 0 && position != 0) {
            permute();
        }
    }

    private void absorb(byte[] data) {
        for (byte b : data) {
            xor(position++, b);
            permuteIfFull();
        }
    }

    private void overwrite(byte[] data) {
        beginOperation(FLAG_A | FLAG_C);
        for (byte b : data) {
            xor(position, (byte) (b ^ byteAt(position)));
            position++;
            permuteIfFull();
        }
    }

    private byte[] squeeze(int length) {
        beginOperation(FLAG_I | FLAG_A | FLAG_C);
        byte[] out = new byte[length];
        for (int i = 0; i < length; i++) {
            out[i] = byteAt(position);
            xor(position++, out[i]);
            permuteIfFull();
        }
        return out;
    }

    private void permuteIfFull() {
        if (position == RATE_BYTES) {
            permute();
        }
    }

    private void permute() {
        xor(position, (byte) begin);
        xor(position + 1, (byte) 0x04);
        xor(RATE_BYTES + 1, (byte) 0x80);
        Keccak.permute(state);
        position = 0;
        begin = 0;
    }

    private void xor(int index, byte b) {
        state[index >> 3] ^= (b & 0xffL) << (8 * (index & 7));
    }

    private byte byteAt(int index) {
        return (byte) (state[index >> 3] >>> (8 * (index & 7)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] little32(int value) {
        return new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)};
    }
}
