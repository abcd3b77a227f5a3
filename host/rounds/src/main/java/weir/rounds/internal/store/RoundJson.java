package weir.rounds.internal.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary.Ending;
import weir.history.PoolKey;
import weir.rounds.PlayedRound;
import weir.rounds.RoundId;
import weir.rounds.RoundScore;
import weir.rounds.RoundScore.Result;
import weir.rounds.RoundScore.Values;
import weir.router.audit.AnswerEvent;
import weir.strategy.RoundType;

/** Converts a played round to JSON and back. */
public final class RoundJson {

    /** Version of the format; a host rejects records with a higher one. */
    static final int FORMAT = 1;

    private RoundJson() {}

    /** Converts a round to the JSON of its file. */
    public static String write(PlayedRound round) {
        RoundId id = round.id();
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("chain", id.pool().chainId());
        json.addProperty("pair", id.pool().address());
        id.validator().ifPresent(hotkey -> json.addProperty("validator", hotkey));
        json.addProperty("job", id.job());
        json.addProperty("round", id.round());
        json.addProperty("type", id.type().name());
        json.addProperty("omitted", round.omitted());
        JsonObject parameters = new JsonObject();
        new TreeMap<>(round.parameters()).forEach(parameters::addProperty);
        json.add("parameters", parameters);
        JsonArray answers = new JsonArray();
        round.answers().forEach(answer -> answers.add(AnswerJson.write(answer)));
        json.add("answers", answers);
        round.score().ifPresent(score -> json.add("score", score(score)));
        return json.toString();
    }

    /**
     * Converts the JSON of a file to a round.
     *
     * @throws RuntimeException if the text is damaged
     * @throws NewerFormatException if a newer version has written it
     */
    public static PlayedRound read(String text) {
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        int format = json.get("format").getAsInt();
        if (format > FORMAT) {
            throw new NewerFormatException(format);
        }
        RoundId id = new RoundId(
                new PoolKey(json.get("chain").getAsLong(), AnswerJson.text(json, "pair")),
                AnswerJson.optional(json, "validator"),
                AnswerJson.text(json, "job"),
                AnswerJson.text(json, "round"),
                RoundType.valueOf(AnswerJson.text(json, "type")));
        List<AnswerEvent> answers = new ArrayList<>();
        for (JsonElement answer : json.getAsJsonArray("answers")) {
            answers.add(AnswerJson.read(id, answer.getAsJsonObject()));
        }
        Map<String, String> parameters = new TreeMap<>();
        json.getAsJsonObject("parameters").asMap().forEach((name, value) -> parameters.put(name, value.getAsString()));
        Optional<RoundScore> score =
                Optional.ofNullable(json.getAsJsonObject("score")).map(RoundJson::score);
        return new PlayedRound(id, answers, json.get("omitted").getAsLong(), parameters, score);
    }

    private static JsonObject score(RoundScore score) {
        JsonObject json = new JsonObject();
        json.addProperty("firstBlock", score.firstBlock());
        json.addProperty("lastBlock", score.lastBlock());
        JsonArray results = new JsonArray();
        for (Result result : score.results()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("name", result.name());
            entry.addProperty("ending", result.ending().name());
            entry.addProperty("remarks", result.remarks());
            result.values().forEach((model, values) -> entry.add(model.label(), values(values)));
            results.add(entry);
        }
        json.add("results", results);
        return json;
    }

    private static RoundScore score(JsonObject json) {
        List<Result> results = new ArrayList<>();
        for (JsonElement element : json.getAsJsonArray("results")) {
            JsonObject entry = element.getAsJsonObject();
            Map<Model, Values> values = new EnumMap<>(Model.class);
            for (Model model : Model.values()) {
                Optional.ofNullable(entry.getAsJsonObject(model.label()))
                        .ifPresent(found -> values.put(model, values(found)));
            }
            results.add(new Result(
                    AnswerJson.text(entry, "name"),
                    ending(AnswerJson.text(entry, "ending")),
                    AnswerJson.text(entry, "remarks"),
                    values));
        }
        return new RoundScore(
                json.get("firstBlock").getAsLong(), json.get("lastBlock").getAsLong(), results);
    }

    /** Older records have the name {@code OUT} for {@link Ending#EXCLUDED}. */
    private static Ending ending(String name) {
        return name.equals("OUT") ? Ending.EXCLUDED : Ending.valueOf(name);
    }

    private static JsonObject values(Values values) {
        JsonObject json = new JsonObject();
        if (!Double.isNaN(values.score())) { // JSON has no NaN.
            json.addProperty("score", values.score());
        }
        json.addProperty("valueChange", values.valueChange());
        json.addProperty("gainOverHolding", values.gainOverHolding());
        json.addProperty("fees", values.fees());
        json.addProperty("startValue", values.startValue());
        json.addProperty("inRange", values.inRange());
        return json;
    }

    private static Values values(JsonObject json) {
        return new Values(
                json.has("score") ? json.get("score").getAsDouble() : Double.NaN,
                json.get("valueChange").getAsDouble(),
                json.get("gainOverHolding").getAsDouble(),
                json.get("fees").getAsDouble(),
                json.get("startValue").getAsDouble(),
                json.get("inRange").getAsDouble());
    }

    /** A record of a newer version of Weir. */
    static final class NewerFormatException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NewerFormatException(int format) {
            super("its format is " + format + ", and this version of Weir reads up to " + FORMAT);
        }
    }
}
