package weir.launcher.internal.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.base.WeirException;

/**
 * Reads {@code .env} files like python-dotenv and docker: {@code NAME=value}, an optional {@code export}, quotes, comments.
 * {@code $NAME} is not expanded, because a password may contain a dollar sign.
 */
public final class DotEnv {

    private static final long MAX_BYTES = 1 << 20;
    private static final String EXPORT = "export";
    private static final Pattern QUOTED = Pattern.compile("(?s:\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)')\\s*(?:#.*)?");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s+)#.*$");

    private DotEnv() {}

    /**
     * The wanted variables of a file, in its order; empty if there is no file. Other values, for example the mnemonic of
     * another program, never become strings in this process, because it runs strategies. Lines that set no wanted variable are
     * passed over, whatever they contain.
     *
     * @param wanted names of the variables to read
     * @throws WeirException if the file is too large, cannot be read, or a wanted variable has no valid value
     */
    public static Map<String, String> read(Path file, Set<String> wanted) {
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        byte[] bytes = new byte[0];
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw WeirException.usage(file + " is larger than 1 MiB", "Keep only NAME=value lines in it.");
            }
            bytes = Files.readAllBytes(file);
            return parse(file, bytes, wanted);
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + file, "Make it a readable UTF-8 file, or remove it.", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Map<String, String> parse(Path file, byte[] bytes, Set<String> wanted) {
        boolean isUtf16 = bytes.length >= 2 && (bytes[0] & bytes[1] & 0xff) == 0xfe && bytes[0] != bytes[1];
        if (isUtf16) {
            throw WeirException.usage(file + " is UTF-16 text", "Save it as UTF-8.");
        }
        Map<String, String> variables = new LinkedHashMap<>();
        int line = 1;
        for (int begin = skipByteOrderMark(bytes); begin < bytes.length; line++) {
            int end = indexOf('\n', bytes, begin, bytes.length);
            int equals = indexOf('=', bytes, begin, end);
            String name = wantedName(bytes, begin, end, wanted);
            int valueEnd = equals < end ? valueEnd(bytes, equals + 1, end) : end;
            if (name != null) {
                String value = equals < end ? value(text(bytes, equals + 1, valueEnd)) : null;
                if (value == null) {
                    // The line is not shown: it may contain a secret.
                    throw WeirException.usage(
                            file + ", line " + line + " is not " + name + "=value", "Correct or remove the line.");
                }
                variables.put(name, value);
            }
            for (; end < valueEnd; end = indexOf('\n', bytes, end + 1, bytes.length)) {
                line++;
            }
            begin = end + 1;
        }
        return variables;
    }

    private static int skipByteOrderMark(byte[] bytes) {
        boolean isMarked =
                bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        return isMarked ? 3 : 0;
    }

    /** The wanted variable that a line begins with; {@code null} if it is another line. */
    private static String wantedName(byte[] bytes, int begin, int end, Set<String> wanted) {
        int position = skipBlanks(bytes, begin, end);
        for (String name : wanted) {
            if (isWord(name, bytes, position, end)
                    || isWord(EXPORT, bytes, position, end)
                            && isWord(name, bytes, skipBlanks(bytes, position + EXPORT.length(), end), end)) {
                return name;
            }
        }
        return null;
    }

    /** Whether a word is at the position, and no letter, digit or underscore follows it. */
    private static boolean isWord(String word, byte[] bytes, int from, int end) {
        int to = from + word.length();
        for (int i = from; i < to; i++) {
            if (i >= end || bytes[i] != word.charAt(i - from)) {
                return false;
            }
        }
        return to >= end || !Character.isJavaIdentifierPart(bytes[to] & 0xff);
    }

    private static int skipBlanks(byte[] bytes, int from, int end) {
        int position = from;
        while (position < end && (bytes[position] == ' ' || bytes[position] == '\t')) {
            position++;
        }
        return position;
    }

    /** The end of the line in which a value ends: a value in quotes may have several lines. */
    private static int valueEnd(byte[] bytes, int from, int lineEnd) {
        int start = skipBlanks(bytes, from, lineEnd);
        if (start < lineEnd && (bytes[start] == '"' || bytes[start] == '\'')) {
            for (int position = start + 1; position < bytes.length; position++) {
                if (bytes[position] == bytes[start]) {
                    int end = indexOf('\n', bytes, position, bytes.length);
                    int rest = skipBlanks(bytes, position + 1, end);
                    // Other text after the quote: it is the apostrophe of another value.
                    return rest >= end || bytes[rest] == '#' || bytes[rest] == '\r' ? end : lineEnd;
                }
                if (bytes[position] == '\\' && bytes[start] == '"') {
                    position++;
                }
            }
        }
        return lineEnd; // no quotes, or none that close
    }

    private static int indexOf(char wanted, byte[] bytes, int from, int to) {
        int position = from;
        while (position < to && bytes[position] != wanted) {
            position++;
        }
        return position;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8).strip();
    }

    private static String value(String written) {
        if (!written.startsWith("\"") && !written.startsWith("'")) {
            return COMMENT.matcher(written).replaceFirst("");
        }
        Matcher matcher = QUOTED.matcher(written);
        if (!matcher.matches()) {
            return null;
        }
        return matcher.group(2) != null ? matcher.group(2) : unescape(matcher.group(1));
    }

    private static String unescape(String quoted) {
        StringBuilder text = new StringBuilder(quoted.length());
        for (int i = 0; i < quoted.length(); i++) {
            char c = quoted.charAt(i);
            if (c == '\\') {
                char escaped = quoted.charAt(++i);
                text.append(escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
