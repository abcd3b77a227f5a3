package weir.history.internal.csv;

import java.util.ArrayList;
import java.util.List;

/** Splits a line of a CSV file at its commas. Not thread-safe; each call reuses the list. */
public final class CsvFields {

    private final List<String> fields = new ArrayList<>();

    /**
     * Splits a line. Removes blanks and quotes around fields; a comma within quotes is part of the field.
     *
     * @return the fields, valid until the next call
     * @throws IllegalArgumentException if a quote does not end at the end of a field
     */
    public List<String> split(String line) {
        fields.clear();
        int start = 0;
        while (start <= line.length()) {
            int contentStart = start;
            while (contentStart < line.length() && line.charAt(contentStart) <= ' ') {
                contentStart++;
            }
            boolean isQuoted = contentStart < line.length() && line.charAt(contentStart) == '"';
            int comma = line.indexOf(',', isQuoted ? endOfQuotes(line, contentStart) : start);
            int end = comma < 0 ? line.length() : comma;
            String field = line.substring(start, end).strip();
            fields.add(isQuoted ? unquote(field) : field);
            start = end + 1;
        }
        return fields;
    }

    private static String unquote(String field) {
        String content = field.substring(1, field.length() - 1).strip();
        return content.indexOf('"') < 0 ? content : content.replace("\"\"", "\"");
    }

    private static int endOfQuotes(String line, int start) {
        int end = line.indexOf('"', start + 1);
        while (end >= 0 && line.startsWith("\"\"", end)) {
            end = line.indexOf('"', end + 2);
        }
        int comma = line.indexOf(',', end);
        if (end < 0
                || !line.substring(end + 1, comma < 0 ? line.length() : comma).isBlank()) {
            throw new IllegalArgumentException("a quote does not end at the end of a field");
        }
        return end;
    }
}
