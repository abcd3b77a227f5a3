package weir.cli.admin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Says how many uninstalled strategies' classes are freed, and who holds the others. */
final class Unloading {

    private Unloading() {}

    /** @param answer of the host, with a field {@code unloading} */
    static void print(JsonElement answer) {
        JsonObject unloading = answer.getAsJsonObject().getAsJsonObject("unloading");
        if (unloading.get("uninstalled").getAsLong() > 0) {
            System.out.println(words(unloading));
        }
        List<String> leaks = new ArrayList<>();
        unloading.getAsJsonArray("leaks").forEach(one -> leaks.add(one.getAsString()));
        Answer.notes("uninstalled, but not freed", leaks);
    }

    /** The classes of the last one take some seconds. */
    static String words(JsonObject unloading) {
        long uninstalled = unloading.get("uninstalled").getAsLong();
        long freed = unloading.get("freed").getAsLong();
        return "classes of " + freed + " of " + uninstalled + " uninstalled since the start are freed"
                + (freed < uninstalled ? "; it takes some seconds, `weir strategies` and the log tell" : "");
    }
}
