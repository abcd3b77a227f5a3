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
 * Reads {@code .env} files like python-dotenv and docker: {@code NAME=value}, an optional {@code export}, quotes, comments, a byte
 * order mark, and quoted values of several lines. Lines that do not concern a wanted variable are skipped, whatever they contain:
 * they belong to other programs. {@code $NAME} is not expanded, because a password may contain a dollar sign.
 */
public final class DotEnv {

    private static final long MAX_BYTES = 1 << 20;
    private static final Pattern NAME = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern QUOTED = Pattern.compile("(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)')\\s*(?:#.*)?");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s+)#.*$");

    private DotEnv() {}

    /**
     * The wanted variables of a file, in its order; empty if there is no file. Other values, for example the mnemonic of
     * another program, never become strings in this process, because it runs strategies.
     *
     * @param wanted names of the variables to read
     * @throws WeirException if the file is too large, cannot be read or is not in UTF-8, or if a line of a wanted variable is
     *     invalid
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
        if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
            throw WeirException.usage(file + " is UTF-16 text", "Save it as UTF-8.");
        }
        Map<String, String> variables = new LinkedHashMap<>();
        int begin = startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0;
        for (int number = 1; begin < bytes.length; ) {
            int lineEnd = indexOf('\n', bytes, begin, bytes.length);
            int equals = indexOf('=', bytes, begin, lineEnd);
            int end = endOfValue(bytes, equals + 1, lineEnd);
            // An invalid line is not shown: it may contain a secret.
            Matcher name = NAME.matcher(text(bytes, begin, equals));
            if (equals < lineEnd && name.matches() && wanted.contains(name.group(1))) {
                String value = value(text(bytes, equals + 1, end));
                if (value == null) {
                    throw malformed(file, number);
                }
                variables.put(name.group(1), value);
            } else if (!name.matches() && name.reset().lookingAt() && wanted.contains(name.group(1))
                    || equals == lineEnd && name.matches() && wanted.contains(name.group(1))) {
                throw malformed(file, number);
            }
            for (int at = begin; at < end; at++) {
                number += bytes[at] == '\n' ? 1 : 0;
            }
            number++;
            begin = end + 1;
        }
        return variables;
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        for (int i = 0; i < start.length; i++) {
            if (i == bytes.length || (bytes[i] & 0xff) != start[i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns the end of the last line of a value: of its first line, unless its quote ends at the end of a later one. */
    private static int endOfValue(byte[] bytes, int begin, int lineEnd) {
        int start = skipBlanks(bytes, begin, lineEnd);
        if (start >= lineEnd || bytes[start] != '"' && bytes[start] != '\'') {
            return lineEnd;
        }
        for (int at = start + 1; at < bytes.length; at++) {
            if (bytes[at] == '\\' && bytes[start] == '"') {
                at++;
            } else if (bytes[at] == bytes[start]) {
                int end = indexOf('\n', bytes, at, bytes.length);
                int rest = skipBlanks(bytes, at + 1, end);
                return rest >= end || bytes[rest] == '#' ? end : lineEnd;
            }
        }
        return lineEnd;
    }

    private static int skipBlanks(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
            at++;
        }
        return at;
    }

    private static WeirException malformed(Path file, int line) {
        return WeirException.usage(file + ", line " + line + " is not NAME=value", "Correct or remove the line.");
    }

    private static int indexOf(char wanted, byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != wanted) {
            at++;
        }
        return at;
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
