package weir.chain.internal.scale;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** Writes SCALE; see {@link ScaleReader}. Not thread-safe. */
public final class ScaleWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    public ScaleWriter u8(int value) {
        out.write(value);
        return this;
    }

    public ScaleWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /**
     * Writes an integer in a fixed number of bytes. The caller has checked that it fits.
     *
     * @param value may be negative: two's complement
     */
    public ScaleWriter integer(BigInteger value, int byteCount) {
        for (int i = 0; i < byteCount; i++) {
            out.write(value.shiftRight(8 * i).intValue());
        }
        return this;
    }

    /** Writes a number of elements as a compact integer. */
    public ScaleWriter length(int length) {
        return compact(BigInteger.valueOf(length));
    }

    /**
     * Writes a compact integer in its shortest form.
     *
     * @param value 0 to 2^536 - 1
     */
    public ScaleWriter compact(BigInteger value) {
        int bits = value.bitLength();
        if (value.signum() < 0 || bits > 536) {
            throw new IllegalArgumentException(value + " is outside of the range of a compact integer");
        }
        if (bits <= 6) {
            return integer(value.shiftLeft(2), 1);
        }
        if (bits <= 14) {
            return integer(value.shiftLeft(2).setBit(0), 2);
        }
        if (bits <= 30) {
            return integer(value.shiftLeft(2).setBit(1), 4);
        }
        int byteCount = (bits + 7) / 8;
        return u8(byteCount - 4 << 2 | 3).integer(value, byteCount);
    }

    public byte[] toByteArray() {
        return out.toByteArray();
    }
}
