package weir.protocol.sr25519;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A Merlin transcript (merlin.cool, "Merlin v1.0") over the part of STROBE-128 (strobe.sourceforge.io, v1.0.2) that
 * Merlin uses: {@code meta-AD}, {@code AD}, {@code PRF} and {@code KEY}. Not thread-safe. {@link #copy} allows a common prefix
 * to be absorbed once.
 */
public final class Transcript {
    /** Bytes absorbed before the permutation runs: 200 - 128/4 - 2. */
    private static final int RATE = 166;

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
        byte[] head = {1, (byte) (RATE + 2), 1, 0, 1, 96};
        for (byte b : head) {
            xor(position++, b);
        }
        for (byte b : ascii("STROBEv1.0.2")) {
            xor(position++, b);
        }
        Keccak.permute(state);
        position = 0;
        operate(FLAG_M | FLAG_A);
        absorb(ascii("Merlin v1.0"));
        append("dom-sep", ascii(label));
    }

    private Transcript(Transcript other) {
        state = other.state.clone();
        position = other.position;
        begin = other.begin;
    }

    /** An independent copy of the present state. */
    public Transcript copy() {
        return new Transcript(this);
    }

    /** Absorbs a message under a label. */
    public Transcript append(String label, byte[] message) {
        meta(label, message.length);
        operate(FLAG_A);
        absorb(message);
        return this;
    }

    /** Returns {@code length} bytes that depend on everything absorbed so far. */
    public byte[] challenge(String label, int length) {
        meta(label, length);
        return squeeze(length);
    }

    /**
     * Returns a secret number modulo the group order, derived from everything absorbed so far, a secret and fresh randomness
     * (merlin.cool, "Generating randomness"). Does not change the transcript.
     */
    public int[] witness(String label, byte[] secret, byte[] random) {
        Transcript copy = copy();
        copy.meta(label, secret.length);
        copy.overwrite(secret);
        copy.operate(FLAG_M | FLAG_A);
        copy.absorb(ascii("rng"));
        copy.overwrite(random);
        copy.operate(FLAG_M | FLAG_A);
        copy.absorb(little32(64));
        byte[] wide = copy.squeeze(64);
        int[] scalar = Scalar.reduceWide(wide);
        Arrays.fill(wide, (byte) 0);
        Arrays.fill(copy.state, 0);
        return scalar;
    }

    private void meta(String label, int length) {
        operate(FLAG_M | FLAG_A);
        absorb(ascii(label));
        absorb(little32(length));
    }

    private void operate(int flags) {
        int oldBegin = begin;
        begin = position + 1;
        absorb(new byte[] {(byte) oldBegin, (byte) flags});
        if ((flags & FLAG_C) != 0 && position != 0) {
            run();
        }
    }

    private void absorb(byte[] data) {
        for (byte b : data) {
            xor(position++, b);
            runWhenFull();
        }
    }

    private void overwrite(byte[] data) {
        operate(FLAG_A | FLAG_C);
        for (byte b : data) {
            xor(position, (byte) (b ^ at(position)));
            position++;
            runWhenFull();
        }
    }

    private byte[] squeeze(int length) {
        operate(FLAG_I | FLAG_A | FLAG_C);
        byte[] out = new byte[length];
        for (int i = 0; i < length; i++) {
            out[i] = at(position);
            xor(position++, out[i]);
            runWhenFull();
        }
        return out;
    }

    private void runWhenFull() {
        if (position == RATE) {
            run();
        }
    }

    private void run() {
        xor(position, (byte) begin);
        xor(position + 1, (byte) 0x04);
        xor(RATE + 1, (byte) 0x80);
        Keccak.permute(state);
        position = 0;
        begin = 0;
    }

    private void xor(int at, byte b) {
        state[at >> 3] ^= (b & 0xffL) << (8 * (at & 7));
    }

    private byte at(int at) {
        return (byte) (state[at >> 3] >>> (8 * (at & 7)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] little32(int value) {
        return new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)};
    }
}
