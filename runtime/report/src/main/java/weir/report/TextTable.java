package weir.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns for a terminal: each as wide as its widest cell, two blanks between; figures stand on the right. */
public final class TextTable {

    private static final String FIGURE = "[-+]?[0-9.,]+(e[-+]?[0-9]+)?( %)?|-|";

    private final List<String[]> rows = new ArrayList<>();

    /** A table with a heading for each column. */
    public TextTable(String... heading) {
        rows.add(heading);
    }

    /** Adds a row; control characters become blanks, for cells may hold what a strategy says of itself. */
    public void row(String... cells) {
        rows.add(Arrays.stream(cells).map(TextTable::plain).toArray(String[]::new));
    }

    /** A text without what a terminal would obey. */
    public static String plain(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]+", " ");
    }

    /** Prints it. */
    public void print() {
        System.out.print(text());
    }

    /** As lines of text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String blanks = " ".repeat(widths[i] - row[i].length());
                line.append(isOfFigures(i) ? blanks + row[i] : row[i] + blanks).append("  ");
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }

    /** The heading and the rows below it. */
    public List<String[]> rows() {
        return List.copyOf(rows);
    }

    /** Whether every cell of a column but its heading is a figure. */
    public boolean isOfFigures(int column) {
        return rows.size() > 1 && rows.stream().skip(1).allMatch(row -> row[column].matches(FIGURE));
    }
}
