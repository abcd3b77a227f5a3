package weir.keys.internal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/** Handles arrays that contain secrets, without converting them to a String, which cannot be zeroed. Stateless. */
public final class Secrets {
    private Secrets() {}

    /** Zeroes the array. */
    public static void wipe(byte[] secret) {
        Arrays.fill(secret, (byte) 0);
    }

    /** Applies the function, then zeroes the secret, also after an exception. */
    public static <T> T use(byte[] secret, Function<byte[], T> function) {
        try {
            return function.apply(secret);
        } finally {
            wipe(secret);
        }
    }

    /** Encodes characters in UTF-8 and zeroes the encoder's buffer. */
    public static byte[] utf8(char[] text) {
        ByteBuffer buffer = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
        byte[] bytes = Arrays.copyOf(buffer.array(), buffer.limit());
        wipe(buffer.array());
        return bytes;
    }

    /** Returns a view of ASCII bytes as text, without a copy. */
    public static CharSequence asciiView(byte[] ascii) {
        return new AsciiView(ascii, 0, ascii.length);
    }

    /** Converts text that is not secret to a String. */
    public static String publicText(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Returns a copy without the byte order mark that some editors write at the beginning of a UTF-8 file. */
    public static byte[] withoutByteOrderMark(byte[] content) {
        boolean isMarked = content.length >= 3
                && content[0] == (byte) 0xEF
                && content[1] == (byte) 0xBB
                && content[2] == (byte) 0xBF;
        return Arrays.copyOfRange(content, isMarked ? 3 : 0, content.length);
    }

    /** Returns whether the first character that is not white space is an opening brace. */
    public static boolean isJson(byte[] content) {
        int at = 0;
        while (at < content.length && content[at] <= ' ' && content[at] >= 0) {
            at++;
        }
        return at < content.length && content[at] == '{';
    }

    /** Returns a copy without white space at both ends. */
    public static byte[] trim(byte[] content) {
        int from = 0;
        int to = content.length;
        while (from < to && content[from] <= ' ' && content[from] >= 0) {
            from++;
        }
        while (to > from && content[to - 1] <= ' ' && content[to - 1] >= 0) {
            to--;
        }
        return Arrays.copyOfRange(content, from, to);
    }

    private record AsciiView(byte[] bytes, int from, int to) implements CharSequence {
        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            return (char) (bytes[from + index] & 0xff);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new AsciiView(bytes, from + start, from + end);
        }

        @Override
        public String toString() {
            return "(" + length() + " characters)";
        }
    }
}
