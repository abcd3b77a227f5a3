package weir.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table for a terminal: columns as wide as their widest cell, two spaces apart, numbers aligned right. For one thread. */
public final class TextTable {

    private static final String NUMBER = "[-+]?[0-9.,]+(e[-+]?[0-9]+)?( %)?|-|";

    private final List<String[]> rows = new ArrayList<>();

    /** A table with a heading for each column. */
    public TextTable(String... heading) {
        rows.add(heading);
    }

    /** Adds a row. Control characters become spaces, because cells may contain text of a strategy. */
    public void row(String... cells) {
        rows.add(Arrays.stream(cells).map(TextTable::plain).toArray(String[]::new));
    }

    /** A text with spaces instead of the characters that control a terminal. */
    public static String plain(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]+", " ");
    }

    /** Prints the table. */
    public void print() {
        System.out.print(text());
    }

    /** The table as lines of text. */
    public String text() {
        int[] widths = new int[rows.get(0).length];
        rows.forEach(row -> Arrays.setAll(widths, i -> Math.max(widths[i], row[i].length())));
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String padding = " ".repeat(widths[i] - row[i].length());
                line.append(isNumeric(i) ? padding + row[i] : row[i] + padding).append("  ");
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }

    /** The heading and the rows below it. */
    public List<String[]> rows() {
        return List.copyOf(rows);
    }

    /** Whether every cell of a column, except its heading, is a number. */
    public boolean isNumeric(int column) {
        return rows.size() > 1 && rows.stream().skip(1).allMatch(row -> row[column].matches(NUMBER));
    }
}
