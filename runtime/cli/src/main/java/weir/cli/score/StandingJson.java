package weir.cli.score;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import weir.backtest.MinerScore;

/** Standings as JSON: the board's file, and what {@code --json} prints. */
final class StandingJson {

    private StandingJson() {}

    static String write(List<Standing> standings) {
        JsonArray array = new JsonArray();
        standings.forEach(standing -> array.add(json(standing)));
        JsonObject json = new JsonObject();
        json.add("standings", array);
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(json) + "\n";
    }

    private static JsonObject json(Standing standing) {
        JsonObject json = new JsonObject();
        json.addProperty("pool", standing.pool());
        json.addProperty("strategy", standing.strategy());
        json.addProperty("version", standing.version());
        json.addProperty("parameters", standing.parameters());
        json.addProperty("inventory", standing.inventory());
        json.addProperty("round_blocks", standing.roundBlocks());
        json.addProperty("first_block", standing.firstBlock());
        json.addProperty("last_block", standing.lastBlock());
        add(json, standing.score());
        if (standing.before() != null) {
            JsonObject before = new JsonObject();
            before.addProperty("first_block", standing.before().firstBlock());
            before.addProperty("last_block", standing.before().lastBlock());
            add(before, standing.before().score());
            json.add("before_last_run", before);
        }
        return json;
    }

    private static void add(JsonObject json, MinerScore score) {
        json.addProperty("evaluation", score.evaluation());
        json.addProperty("live", score.live());
        json.addProperty("combined", score.combined());
        json.addProperty("evaluations", score.evaluations());
        json.addProperty("successful_evaluations", score.successfulEvaluations());
        json.addProperty("refusals", score.refusals());
        json.addProperty("live_rounds", score.liveRounds());
        json.addProperty("successful_live_rounds", score.successfulLiveRounds());
    }

    /** @throws IllegalArgumentException if the text is no board */
    static List<Standing> read(String text) {
        try {
            List<Standing> standings = new ArrayList<>();
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            for (JsonElement element : json.getAsJsonArray("standings")) {
                standings.add(standing(element.getAsJsonObject()));
            }
            return standings;
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | ClassCastException
                | UnsupportedOperationException e) {
            throw new IllegalArgumentException("it is no board of scores", e);
        }
    }

    private static Standing standing(JsonObject json) {
        JsonObject before = json.getAsJsonObject("before_last_run");
        return new Standing(
                json.get("pool").getAsString(),
                json.get("strategy").getAsString(),
                json.get("version").getAsString(),
                json.get("parameters").getAsString(),
                // Boards of before it was told apart.
                json.has("inventory") ? json.get("inventory").getAsString() : "default",
                json.get("round_blocks").getAsLong(),
                json.get("first_block").getAsLong(),
                json.get("last_block").getAsLong(),
                score(json),
                before == null
                        ? null
                        : new Standing.Before(
                                before.get("first_block").getAsLong(),
                                before.get("last_block").getAsLong(),
                                score(before)));
    }

    private static MinerScore score(JsonObject json) {
        return new MinerScore(
                json.get("evaluation").getAsBigDecimal(),
                json.get("live").getAsBigDecimal(),
                json.get("combined").getAsBigDecimal(),
                json.get("evaluations").getAsInt(),
                json.get("successful_evaluations").getAsInt(),
                json.get("refusals").getAsInt(),
                json.get("live_rounds").getAsInt(),
                json.get("successful_live_rounds").getAsInt());
    }
}
