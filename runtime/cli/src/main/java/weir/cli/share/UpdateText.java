package weir.cli.share;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import weir.cli.backtest.ScoreComparison.Scores;
import weir.report.TextTable;
import weir.share.fetch.RepositoryFetcher.Problem;
import weir.share.repository.IndexedBundle;
import weir.share.update.AvailableUpdate;
import weir.share.update.UpdateCheck;
import weir.share.update.UpdateCheck.Withdrawal;

/** The results of {@code weir update} as text and as JSON. */
final class UpdateText {

    private UpdateText() {}

    static void print(UpdateCheck check) {
        for (Withdrawal each : check.withdrawn()) {
            System.out.println("WITHDRAWN " + each.installed().bundle() + " ("
                    + each.yank().severity().name().toLowerCase(Locale.ROOT) + "): "
                    + TextTable.plain(each.yank().reason())
                    + each.yank()
                            .instead()
                            .map(version -> "; instead: " + version)
                            .orElse(""));
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

    static JsonObject json(UpdateCheck check, List<Problem> unreachable) {
        JsonArray updates = new JsonArray();
        check.updates().forEach(update -> updates.add(json(update)));
        JsonArray withdrawn = new JsonArray();
        for (Withdrawal each : check.withdrawn()) {
            JsonObject json = new JsonObject();
            json.addProperty("name", each.installed().name());
            json.addProperty("version", each.installed().version());
            json.addProperty("sha256", each.installed().sha256());
            json.addProperty("severity", each.yank().severity().name().toLowerCase(Locale.ROOT));
            json.addProperty("reason", each.yank().reason());
            each.yank().instead().ifPresent(version -> json.addProperty("instead", version));
            withdrawn.add(json);
        }
        JsonObject result = new JsonObject();
        result.add("updates", updates);
        result.add("withdrawn", withdrawn);
        result.add("problems", Verifiers.texts(check.problems()));
        result.add(
                "unreachable",
                Verifiers.texts(unreachable.stream().map(Problem::message).toList()));
        return result;
    }

    private static JsonObject json(AvailableUpdate update) {
        JsonObject json = Verifiers.json(update.update().bundle());
        json.addProperty("alias", update.update().known().publisher().alias());
        json.addProperty("publisher", update.update().known().publisher().ss58());
        json.addProperty("installed", update.installed().version());
        json.addProperty("size", update.update().bundle().size());
        update.old().map(IndexedBundle::size).ifPresent(size -> json.addProperty("installed_size", size));
        update.old().map(IndexedBundle::license).ifPresent(license -> json.addProperty("installed_license", license));
        json.add("added_permissions", Verifiers.texts(update.addedPermissions()));
        json.add("removed_permissions", Verifiers.texts(update.removedPermissions()));
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
