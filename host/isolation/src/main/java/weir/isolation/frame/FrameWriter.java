package weir.isolation.frame;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;

/** Writes the fields of a body. {@link FrameReader} reads them in the same order. */
public final class FrameWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** The body so far. */
    public byte[] toBody() {
        return bytes.toByteArray();
    }

    /** Number of bytes so far. */
    public int size() {
        return bytes.size();
    }

    public FrameWriter bool(boolean value) {
        bytes.write(value ? 1 : 0);
        return this;
    }

    public FrameWriter int32(int value) {
        return append(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    public FrameWriter int64(long value) {
        return append(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    public FrameWriter bigInteger(BigInteger value) {
        return bytes(value.toByteArray());
    }

    /** A text in UTF-8. */
    public FrameWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public FrameWriter bytes(byte[] value) {
        return int32(value.length).append(value);
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

    private FrameWriter append(byte[] more) {
        bytes.write(more, 0, more.length);
        return this;
    }
}
