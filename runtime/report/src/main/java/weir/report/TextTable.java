package weir.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table for a terminal: columns as wide as their widest cell, two spaces apart, numbers aligned right. For one thread. */
public final class TextTable {

    private static final String NUMBER = "[-+]?[0-9.,]+(e[-+]?[0-9]+)?( %)?|-|";

    private final List<List<String>> rows = new ArrayList<>();

    /** A table with a heading for each column. */
    public TextTable(List<String> headings) {
        rows.add(List.copyOf(headings));
    }

    /** A table with a heading for each column. */
    public TextTable(String... headings) {
        this(List.of(headings));
    }

    /** Adds a row. Control characters become spaces, because cells may contain text of a strategy. */
    public void row(List<String> cells) {
        rows.add(cells.stream().map(TextTable::plain).toList());
    }

    /** Adds a row. */
    public void row(String... cells) {
        row(List.of(cells));
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
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(
                row -> Arrays.setAll(widths, i -> Math.max(widths[i], row.get(i).length())));
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                line.append(isNumeric(i) ? padding + row.get(i) : row.get(i) + padding)
                        .append("  ");
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }

    /** The heading and the rows below it. */
    public List<List<String>> rows() {
        return List.copyOf(rows);
    }

    /** Whether every cell of a column, except its heading, is a number. */
    public boolean isNumeric(int column) {
        return rows.size() > 1
                && rows.stream().skip(1).allMatch(row -> row.get(column).matches(NUMBER));
    }
}
