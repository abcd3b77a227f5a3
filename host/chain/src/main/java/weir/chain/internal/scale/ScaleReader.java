package weir.chain.internal.scale;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import weir.chain.ChainException;

/**
 * Reads SCALE (Simple Concatenated Aggregate Little-Endian), the binary encoding of Substrate chains. All methods advance the position
 * and throw {@link ChainException} if the input ends too early. No method allocates more than the input holds. Not thread-safe.
 */
public final class ScaleReader {

    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final BigInteger MAX_FOUR_BYTE_COMPACT = BigInteger.valueOf((1 << 30) - 1);

    private final byte[] bytes;
    private int position;

    /** @param bytes the input; it is not copied and must not change */
    public ScaleReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Number of bytes that were not read yet. */
    public int remaining() {
        return bytes.length - position;
    }

    /** Number of bytes that were read. */
    public int position() {
        return position;
    }

    /** Advances by a number of bytes. */
    public void skip(int count) {
        advance(count);
    }

    public int u8() {
        return bytes[advance(1)] & 0xff;
    }

    public int u16() {
        return (short) U16.get(bytes, advance(2)) & 0xffff;
    }

    public long u32() {
        return Integer.toUnsignedLong((int) U32.get(bytes, advance(4)));
    }

    /** Returns 64 bits; the caller decides whether the highest one is a sign. */
    public long u64() {
        return (long) U64.get(bytes, advance(8));
    }

    /** Reads one byte, which must be 0 or 1. */
    public boolean bool() {
        int value = u8();
        if (value > 1) {
            throw malformed("a bool or Option begins with 0 or 1, not " + value, 1);
        }
        return value == 1;
    }

    /** Reads an integer of up to 32 bytes. */
    public BigInteger integer(int byteCount, boolean signed) {
        byte[] bigEndian = new byte[byteCount];
        int start = advance(byteCount);
        for (int i = 0; i < byteCount; i++) {
            bigEndian[i] = bytes[start + byteCount - 1 - i];
        }
        return signed ? new BigInteger(bigEndian) : new BigInteger(1, bigEndian);
    }

    /** Reads a compact integer in its shortest form, as a {@link Long} if it fits, otherwise as a {@link BigInteger}. */
    public Number compact() {
        int first = u8();
        int value;
        switch (first & 3) {
            case 0:
                return (long) (first >> 2);
            case 1:
                value = (first | u8() << 8) >> 2;
                return (long) shortest(value, value > 0x3f);
            case 2:
                position--;
                value = (int) (u32() >> 2);
                return (long) shortest(value, value > 0x3fff);
            default:
                BigInteger big = integer((first >> 2) + 4, false);
                shortest(0, big.compareTo(MAX_FOUR_BYTE_COMPACT) > 0 && bytes[position - 1] != 0);
                return big.bitLength() < 64 ? (Number) big.longValue() : big;
        }
    }

    /** Reads a compact number of elements, each of which takes at least one byte of the rest. */
    public int length() {
        long length = count();
        if (length > remaining()) {
            throw malformed("a length of " + length + " with " + remaining() + " bytes left", 1);
        }
        return (int) length;
    }

    /** Reads a compact number of elements that may take no bytes. */
    public long count() {
        if (compact() instanceof Long value) {
            return value;
        }
        throw malformed("a length of 64 bits or more", 1);
    }

    /** Reads a compact number that is not negative as an int, for example the id of a type. */
    public int compactInt() {
        long value = count();
        if (value > Integer.MAX_VALUE) {
            throw malformed(value + " is too large for an index", 1);
        }
        return (int) value;
    }

    public byte[] bytes(int count) {
        int start = advance(count);
        byte[] copy = new byte[count];
        System.arraycopy(bytes, start, copy, 0, count);
        return copy;
    }

    /** Reads a length and a text of that many bytes in UTF-8. */
    public String text() {
        int length = length();
        int start = advance(length);
        for (int i = start; i < start + length; i++) {
            if (bytes[i] < 0) {
                return decodeUtf8(start, length);
            }
        }
        return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    }

    private String decodeUtf8(int start, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("a text of " + length + " bytes is not UTF-8", length);
        }
    }

    private int shortest(int value, boolean isShortest) {
        if (!isShortest) {
            throw malformed("a compact integer that is longer than necessary", 1);
        }
        return value;
    }

    private int advance(int count) {
        int start = position;
        if (count < 0 || count > bytes.length - start) {
            throw malformed(count + " more bytes are needed, " + remaining() + " are left", 0);
        }
        position = start + count;
        return start;
    }

    private ChainException malformed(String message, int back) {
        return ChainException.malformed(message + " (byte " + (position - back) + " of " + bytes.length + ")");
    }
}
