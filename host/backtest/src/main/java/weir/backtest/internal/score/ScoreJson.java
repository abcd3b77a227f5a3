package weir.backtest.internal.score;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import weir.backtest.score.MinerScore;
import weir.backtest.score.StrategyScore;
import weir.backtest.score.StrategyScore.PreviousScore;

/** Converts scores to JSON and back. The format is 1; a file without a format number has format 1. */
public final class ScoreJson {

    private static final int FORMAT = 1;
    private static final String PREVIOUS_SCORE_KEY = "before_last_run";

    private static final Gson JSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .create();

    private ScoreJson() {}

    /** Converts scores to a JSON object with a line break at the end. */
    public static String write(List<StrategyScore> scores) {
        JsonArray scoreArray = new JsonArray();
        for (StrategyScore score : scores) {
            JsonObject json = flatten(score);
            json.remove("before");
            if (score.before() != null) {
                json.add(PREVIOUS_SCORE_KEY, flatten(score.before()));
            }
            scoreArray.add(json);
        }
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.add("standings", scoreArray);
        return JSON.toJson(json) + "\n";
    }

    /** Moves the fields of the {@link MinerScore} into the object that contains it. */
    private static JsonObject flatten(Object record) {
        JsonObject json = JSON.toJsonTree(record).getAsJsonObject();
        json.remove("score").getAsJsonObject().asMap().forEach(json::add);
        return json;
    }

    /** @throws IllegalArgumentException if the text does not have this format */
    public static List<StrategyScore> read(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            if (json.has("format") && json.get("format").getAsInt() > FORMAT) {
                throw new IllegalArgumentException("format " + json.get("format") + " is newer than this version");
            }
            List<StrategyScore> scores = new ArrayList<>();
            for (JsonElement element : json.getAsJsonArray("standings")) {
                scores.add(parseScore(element.getAsJsonObject()));
            }
            return scores;
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | ClassCastException
                | UnsupportedOperationException e) {
            throw new IllegalArgumentException("it is not a file of scores", e);
        }
    }

    private static StrategyScore parseScore(JsonObject json) {
        StrategyScore score = JSON.fromJson(json, StrategyScore.class);
        JsonObject previousScore = json.getAsJsonObject(PREVIOUS_SCORE_KEY);
        // Files of version 0.2 have no first block of the last backtest: it is unknown, and only the limit is known.
        long runFirstBlock = json.has("run_first_block")
                ? score.runFirstBlock()
                : previousScore == null
                        ? score.firstBlock()
                        : previousScore.get("last_block").getAsLong() + 1;
        return new StrategyScore(
                Objects.requireNonNull(score.pool()),
                Objects.requireNonNull(score.strategy()),
                Objects.requireNonNull(score.version()),
                Objects.requireNonNull(score.parameters()),
                // Files of versions before 0.2 have no inventory.
                Objects.requireNonNullElse(score.inventory(), "default"),
                score.roundBlocks(),
                Objects.requireNonNullElse(score.loop(), ""),
                score.firstBlock(),
                score.lastBlock(),
                runFirstBlock,
                parseMinerScore(json),
                previousScore == null
                        ? null
                        : new PreviousScore(
                                previousScore.get("first_block").getAsLong(),
                                previousScore.get("last_block").getAsLong(),
                                parseMinerScore(previousScore)));
    }

    private static MinerScore parseMinerScore(JsonObject json) {
        MinerScore score = JSON.fromJson(json, MinerScore.class);
        Objects.requireNonNull(score.evaluation());
        Objects.requireNonNull(score.live());
        Objects.requireNonNull(score.combined());
        return score;
    }
}
