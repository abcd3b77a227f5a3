package weir.cli.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Columns for a terminal: each as wide as its widest cell, two blanks between. */
final class Table {

    private final List<String[]> rows = new ArrayList<>();

    Table(String... heading) {
        rows.add(heading);
    }

    void row(String... cells) {
        rows.add(cells);
    }

    void print() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            System.out.println(line.toString().stripTrailing());
        }
    }

    /** A field as a cell: text as it is, a list as its members. */
    static String cell(JsonElement object, String field) {
        JsonElement value = ((JsonObject) object).get(field);
        if (value instanceof JsonArray list) {
            List<String> members = new ArrayList<>();
            list.forEach(member -> members.add(member.getAsString()));
            return members.isEmpty() ? "-" : String.join(", ", members);
        }
        return value == null || value.isJsonNull() ? "-" : value.getAsString();
    }

    /** Lines below a table, if there are any. */
    static void notes(String heading, List<String> notes) {
        if (!notes.isEmpty()) {
            System.out.println("\n" + heading);
            notes.forEach(note -> System.out.println("  " + note));
        }
    }
}
