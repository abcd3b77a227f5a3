package weir.cli.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import weir.report.TextTable;

/** Prints parts of the host's answers. */
final class AnswerText {

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private AnswerText() {}

    /** A field as a table cell: text as it is, a list as its elements, {@code -} for none. */
    static String cell(JsonElement object, String field) {
        JsonElement value = ((JsonObject) object).get(field);
        if (value instanceof JsonArray list) {
            return list.isEmpty() ? "-" : String.join(", ", texts(list));
        }
        return value == null || value.isJsonNull() ? "-" : value.getAsString();
    }

    private static List<String> texts(JsonArray list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonElement::getAsString)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** The instant in a field of an object, in the time zone of this machine. */
    static String localTime(JsonElement object, String field) {
        return LOCAL.format(Instant.parse(cell(object, field)));
    }

    /** A list of texts below a heading; nothing if it is empty. */
    private static void notes(String heading, List<String> notes) {
        if (!notes.isEmpty()) {
            System.out.println("\n" + heading);
            notes.forEach(note -> System.out.println("  " + TextTable.plain(note)));
        }
    }

    /** Prints a table with a row for each object and a column for each field; below it, the objects' notes and the general problems. */
    static void table(
            Iterable<JsonElement> objects,
            String[] heading,
            String[] fields,
            String id,
            String note,
            JsonArray problems) {
        TextTable table = new TextTable(heading);
        List<String> notes = new ArrayList<>();
        for (JsonElement object : objects) {
            String[] cells = new String[fields.length];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = cell(object, fields[i]);
            }
            table.row(cells);
            if (!cell(object, note).isEmpty()) {
                notes.add(cell(object, id) + ": " + cell(object, note));
            }
        }
        table.print();
        notes("notes", notes);
        notes("problems", texts(problems));
    }

    /** Number of uninstalled strategies whose classes are freed, and the leaks of the others. */
    static void printUnloading(JsonElement answer) {
        JsonObject unloading = answer.getAsJsonObject().getAsJsonObject("unloading");
        if (unloading.get("uninstalled").getAsLong() > 0) {
            System.out.println(unloading(unloading));
        }
        notes("uninstalled, but not freed", texts(unloading.getAsJsonArray("leaks")));
    }

    static String unloading(JsonObject unloading) {
        long uninstalled = unloading.get("uninstalled").getAsLong();
        long freed = unloading.get("freed").getAsLong();
        return "classes of " + freed + " of " + uninstalled + " uninstalled since the start are freed"
                + (freed < uninstalled ? "; this takes some seconds: see `weir strategies` and the log" : "");
    }
}
