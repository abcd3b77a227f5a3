package weir.cli.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.cli.CommandFailure;

/**
 * Reads a {@code .env} file as python-dotenv and docker do for what miners write into one: {@code NAME=value}, an optional
 * {@code export}, quotes, comments. No expansion of {@code $NAME}: a password may hold a dollar sign.
 */
final class DotEnv {

    private static final long MAX_BYTES = 1 << 20;
    private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");
    private static final Pattern QUOTED = Pattern.compile("(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)')\\s*(?:#.*)?");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s+)#.*$");

    private DotEnv() {}

    /** The variables of a file in its order; empty where there is no such file. */
    static Map<String, String> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw CommandFailure.usage(file + " is larger than 1 MiB", "Keep only NAME=value lines in it.");
            }
            return parse(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw CommandFailure.failed("cannot read " + file, "Make it a readable UTF-8 file, or remove it.", e);
        }
    }

    private static Map<String, String> parse(Path file, List<String> lines) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            String value = matcher.matches() ? value(matcher.group(2)) : null;
            if (value == null) {
                // The line itself is not shown: it may hold a secret.
                throw CommandFailure.usage(
                        file + ", line " + (i + 1) + " is not NAME=value", "Mend or remove the line.");
            }
            variables.put(matcher.group(1), value);
        }
        return variables;
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
