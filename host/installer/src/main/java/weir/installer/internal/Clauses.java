package weir.installer.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bundle manifest's header, taken apart: {@code path;path;attribute=value;directive:=value, …}, quotes respected. */
final class Clauses {

    private Clauses() {}

    /** The clauses of a header; none of an absent one. */
    static List<Clause> of(String header) {
        List<Clause> clauses = new ArrayList<>();
        for (String text : split(header == null ? "" : header, ',')) {
            Clause clause = clause(text);
            if (!clause.paths().isEmpty()) {
                clauses.add(clause);
            }
        }
        return clauses;
    }

    private static Clause clause(String text) {
        List<String> paths = new ArrayList<>();
        Map<String, String> settings = new HashMap<>();
        for (String part : split(text, ';')) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                if (!part.isBlank()) {
                    paths.add(part.strip());
                }
            } else {
                settings.put(part.substring(0, equals).strip(), unquoted(part.substring(equals + 1)));
            }
        }
        return new Clause(paths, settings);
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin));
        return parts;
    }

    private static String unquoted(String text) {
        String value = text.strip();
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /**
     * One clause.
     *
     * @param paths package names, or whatever the header lists
     * @param settings attributes by name, directives by name and colon
     */
    record Clause(List<String> paths, Map<String, String> settings) {
        Optional<String> attribute(String name) {
            return Optional.ofNullable(settings.get(name));
        }
    }
}
