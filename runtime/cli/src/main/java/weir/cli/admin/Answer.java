package weir.cli.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import weir.report.TextTable;

/** Prints parts of the host's answers. */
final class Answer {

    private Answer() {}

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
            notes.forEach(note -> System.out.println("  " + TextTable.plain(note)));
        }
    }
}
