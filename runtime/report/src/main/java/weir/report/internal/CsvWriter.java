package weir.report.internal;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Collectors;

/** Writes CSV (RFC 4180). Text that a spreadsheet would take for a formula gets an apostrophe before it. For one thread. */
public final class CsvWriter {

    private static final String NUMBER = "[-+]?[0-9.]+([eE][-+]?[0-9]+)?";
    private static final String FORMULA = "(?s)[=+\\-@\\t\\r\\n].*";

    private final Writer out;

    public CsvWriter(Writer out) {
        this.out = out;
    }

    /** Writes a row; {@code null} and NaN are empty cells. */
    public void row(List<?> cells) throws IOException {
        out.write(cells.stream().map(CsvWriter::cell).collect(Collectors.joining(",", "", "\r\n")));
    }

    private static String cell(Object value) {
        String text = value == null || value.equals(Double.NaN) ? "" : value.toString();
        if (text.matches(NUMBER) || text.matches("[A-Za-z0-9_]*")) {
            return text;
        }
        return '"' + (text.matches(FORMULA) ? "'" : "") + text.replace("\"", "\"\"") + '"';
    }
}
