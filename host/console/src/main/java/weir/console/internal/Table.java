package weir.console.internal;

import java.util.ArrayList;
import java.util.List;

/** Columns for a terminal: each as wide as its widest cell, two blanks between, the last one ragged. */
final class Table {

    private final List<String[]> rows = new ArrayList<>();

    /** Adds a row; the first one is the heading. */
    Table row(String... cells) {
        rows.add(cells);
        return this;
    }

    /** The lines, each indented by two blanks. */
    String text() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append("  ").append(row[i]).append(" ".repeat(widths[i] - row[i].length()));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
