package weir.cli.update;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import weir.cli.backtest.ScoreComparison.Scores;
import weir.cli.share.ShareJson;
import weir.report.TextTable;
import weir.share.repository.IndexedBundle;
import weir.share.update.AvailableUpdate;
import weir.share.update.InstalledBundles.BlockedJar;
import weir.share.update.UpdateCheck;

/** The results of {@code weir update} as text and as JSON. */
final class UpdateText {

    private UpdateText() {}

    static void print(UpdateCheck check, List<BlockedJar> blocked) {
        for (BlockedJar each : blocked) {
            System.out.println("BLOCKED " + each.bundle() + ": "
                    + TextTable.plain(each.block().describe()));
            System.out.println("  " + TextTable.plain(each.block().remedy(each.sha256())));
        }
        check.updates().forEach(update -> System.out.println(update.describe()));
        check.problems().forEach(problem -> System.out.println("not installable: " + TextTable.plain(problem)));
        if (check.updates().isEmpty()) {
            System.out.println("no updates");
        } else {
            System.out.println("`weir update NAME` installs one.");
        }
    }

    static void print(List<Scores> scores) {
        if (!scores.isEmpty()) {
            TextTable table = new TextTable("POOL", "STRATEGY", "ROUNDS", "SCORE NOW", "SCORE OF THE UPDATE");
            scores.forEach(each -> table.row(
                    each.pool(),
                    each.strategy(),
                    Long.toString(each.rounds()),
                    String.format(Locale.ROOT, "%.6f", each.oldScore()),
                    String.format(Locale.ROOT, "%.6f", each.newScore())));
            table.print();
        }
    }

    static JsonObject json(UpdateCheck check, List<BlockedJar> blocked, List<String> unreachable) {
        JsonArray updates = new JsonArray();
        check.updates().forEach(update -> updates.add(json(update)));
        JsonArray jars = new JsonArray();
        for (BlockedJar each : blocked) {
            JsonObject json = new JsonObject();
            json.addProperty("bundle", each.bundle());
            json.addProperty("sha256", each.sha256());
            json.addProperty("severity", each.block().severity().id());
            json.addProperty("by", each.block().by());
            json.addProperty("reason", each.block().reason());
            jars.add(json);
        }
        JsonObject result = new JsonObject();
        result.add("updates", updates);
        result.add("blocked", jars);
        result.add("problems", ShareJson.texts(check.problems()));
        result.add("unreachable", ShareJson.texts(unreachable));
        return result;
    }

    private static JsonObject json(AvailableUpdate update) {
        JsonObject json = ShareJson.json(update.update().bundle());
        json.addProperty("alias", update.update().known().publisher().alias());
        json.addProperty("publisher", update.update().known().publisher().ss58());
        json.addProperty("installed", update.installed().version());
        json.addProperty("size", update.update().bundle().size());
        update.old().map(IndexedBundle::size).ifPresent(size -> json.addProperty("installed_size", size));
        update.old().map(IndexedBundle::license).ifPresent(license -> json.addProperty("installed_license", license));
        json.add("added_permissions", ShareJson.texts(update.addedPermissions()));
        json.add("removed_permissions", ShareJson.texts(update.removedPermissions()));
        json.addProperty("changes", update.update().bundle().changes());
        return json;
    }

    /** @param scores scores of both versions */
    static JsonObject json(AvailableUpdate update, List<Scores> scores) {
        JsonArray list = new JsonArray();
        for (Scores each : scores) {
            JsonObject json = new JsonObject();
            json.addProperty("pool", each.pool());
            json.addProperty("strategy", each.strategy());
            json.addProperty("rounds", each.rounds());
            json.addProperty("installed", each.oldScore());
            json.addProperty("update", each.newScore());
            list.add(json);
        }
        JsonObject json = json(update);
        json.add("scores", list);
        return json;
    }

    /** @param answer the host's answer to the installation */
    static JsonObject installed(AvailableUpdate update, List<Scores> scores, JsonElement answer) {
        JsonObject json = json(update, scores);
        json.add("host", answer);
        return json;
    }
}
