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
 * Reads a {@code .env} file as python-dotenv and docker do for what miners write into one: {@code NAME=value}, an optional
 * {@code export}, quotes, comments. No expansion of {@code $NAME}: a password may hold a dollar sign.
 */
public final class DotEnv {

    private static final long MAX_BYTES = 1 << 20;
    private static final Pattern NAME = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern QUOTED = Pattern.compile("(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)')\\s*(?:#.*)?");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s+)#.*$");

    private DotEnv() {}

    /**
     * The variables of a file in its order; empty where there is no such file. What else stands in it, a mnemonic of another
     * program perhaps, never becomes text in this process, which will run strangers' strategies.
     *
     * @param wanted names of the variables that are read
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
        Map<String, String> variables = new LinkedHashMap<>();
        int number = 1;
        for (int begin = 0; begin < bytes.length; number++) {
            int end = indexOf('\n', bytes, begin, bytes.length);
            int equals = indexOf('=', bytes, begin, end);
            boolean named = equals < end;
            // The line itself is not shown, nor made text of where it is not wanted: it may hold a secret.
            Matcher name = NAME.matcher(named ? text(bytes, begin, equals) : "");
            if (name.matches() && wanted.contains(name.group(1))) {
                String value = value(text(bytes, equals + 1, end));
                if (value == null) {
                    throw malformed(file, number);
                }
                variables.put(name.group(1), value);
            } else if (!name.matches() && !isComment(bytes, begin, end)) {
                throw malformed(file, number);
            }
            begin = end + 1;
        }
        return variables;
    }

    private static WeirException malformed(Path file, int line) {
        return WeirException.usage(file + ", line " + line + " is not NAME=value", "Mend or remove the line.");
    }

    private static int indexOf(char wanted, byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    /** Nothing, or a comment. */
    private static boolean isComment(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] <= ' ' && bytes[at] >= 0) {
            at++;
        }
        return at == to || bytes[at] == '#';
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
        StringBuilder plain = new StringBuilder(quoted.length());
        for (int i = 0; i < quoted.length(); i++) {
            char c = quoted.charAt(i);
            if (c == '\\') {
                char escaped = quoted.charAt(++i);
                plain.append(escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
