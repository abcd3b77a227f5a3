package weir.isolation.frame;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the fields of a body strictly. Each method throws {@link FrameException} with the field's name if it is not valid. */
public final class FrameReader {

    /** Largest number: 256 bits and a sign. */
    private static final int MAX_NUMBER_BYTES = 33;

    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");

    private final ByteBuffer body;

    public FrameReader(byte[] body) {
        this.body = ByteBuffer.wrap(body);
    }

    /** A text without control characters, which could forge lines of a log or of a terminal. */
    public static String printable(String text) {
        return CONTROL_CHARACTERS.matcher(text).replaceAll(" ");
    }

    /** Must be called after the last field. */
    public void end() {
        if (body.hasRemaining()) {
            throw new FrameException(body.remaining() + " bytes follow the last field");
        }
    }

    public boolean bool(String field) {
        require(1, field);
        byte value = body.get();
        if (value != 0 && value != 1) {
            throw new FrameException(field + ": " + value + " is not 0 or 1");
        }
        return value == 1;
    }

    public int int32(String field) {
        require(Integer.BYTES, field);
        return body.getInt();
    }

    public long int64(String field) {
        require(Long.BYTES, field);
        return body.getLong();
    }

    /** A whole number of at most 256 bits. */
    public BigInteger bigInteger(String field) {
        byte[] value = bytes(field, MAX_NUMBER_BYTES);
        if (value.length == 0) {
            throw new FrameException(field + ": a number without digits");
        }
        return new BigInteger(value);
    }

    /** @param maxBytes maximum length in UTF-8 */
    public String text(String field, int maxBytes) {
        byte[] value = bytes(field, maxBytes);
        String text = new String(value, StandardCharsets.UTF_8);
        // Stands for malformed bytes, or for itself.
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FrameException(field + ": not UTF-8");
        }
    }

    public byte[] bytes(String field, int maxBytes) {
        int length = int32(field);
        if (length < 0 || length > maxBytes) {
            throw new FrameException(field + ": " + Integer.toUnsignedString(length) + " bytes, at most " + maxBytes);
        }
        require(length, field);
        byte[] value = new byte[length];
        body.get(value);
        return value;
    }

    public OptionalInt optionalInt32(String field) {
        return bool(field) ? OptionalInt.of(int32(field)) : OptionalInt.empty();
    }

    /** @param read reads a value that is present */
    public <T> Optional<T> optional(String field, Function<FrameReader, T> read) {
        return bool(field) ? Optional.of(read.apply(this)) : Optional.empty();
    }

    /**
     * @param max maximum number of elements
     * @param read reads one element
     */
    public <T> List<T> list(String field, int max, Function<FrameReader, T> read) {
        int count = int32(field);
        // Each element has at least one byte, so a short body cannot announce a long list.
        if (count < 0 || count > max || count > body.remaining()) {
            throw new FrameException(field + ": " + Integer.toUnsignedString(count) + " elements, at most " + max);
        }
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(read.apply(this));
        }
        return values;
    }

    /** @param values the permitted values, in the order of their numbers */
    public <T extends Enum<T>> T constant(String field, T[] values) {
        int number = int32(field);
        if (number < 0 || number >= values.length) {
            throw new FrameException(field + ": " + number + " is unknown");
        }
        return values[number];
    }

    private void require(int count, String field) {
        if (body.remaining() < count) {
            throw new FrameException(field + ": the frame is too short");
        }
    }
}
