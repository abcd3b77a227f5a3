package weir.isolation.frame;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;

/** Writes the fields of a body. {@link FrameReader} reads them in the same order. */
public final class FrameWriter {

    private static final int FIRST_CAPACITY = 512;

    private ByteBuffer bytes = ByteBuffer.allocate(FIRST_CAPACITY);

    /** The body so far. */
    public byte[] toBody() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** Number of bytes so far. */
    public int size() {
        return bytes.position();
    }

    public FrameWriter bool(boolean value) {
        room(1).put((byte) (value ? 1 : 0));
        return this;
    }

    public FrameWriter int32(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    public FrameWriter int64(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    public FrameWriter bigInteger(BigInteger value) {
        return bytes(value.toByteArray());
    }

    /** A text in UTF-8. */
    public FrameWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public FrameWriter bytes(byte[] value) {
        int32(value.length);
        room(value.length).put(value);
        return this;
    }

    public FrameWriter optional(OptionalInt value) {
        bool(value.isPresent());
        value.ifPresent(this::int32);
        return this;
    }

    /** @param write writes a value that is present */
    public <T> FrameWriter optional(Optional<T> value, BiConsumer<FrameWriter, T> write) {
        bool(value.isPresent());
        value.ifPresent(present -> write.accept(this, present));
        return this;
    }

    /** @param write writes one element */
    public <T> FrameWriter list(List<T> values, BiConsumer<FrameWriter, T> write) {
        int32(values.size());
        values.forEach(value -> write.accept(this, value));
        return this;
    }

    /** The buffer, with room for more bytes. */
    private ByteBuffer room(int count) {
        if (bytes.remaining() < count) {
            int capacity = Math.max(2 * bytes.capacity(), bytes.position() + count);
            bytes = ByteBuffer.allocate(capacity).put(bytes.flip());
        }
        return bytes;
    }
}
