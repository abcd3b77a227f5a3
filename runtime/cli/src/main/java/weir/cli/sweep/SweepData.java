package weir.cli.sweep;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import weir.backtest.sweep.Estimate;
import weir.backtest.sweep.ParameterAxis;
import weir.backtest.sweep.RoundEnds;
import weir.backtest.sweep.TrialResult;
import weir.cli.Csv;

/** All results of a sweep for machines and spreadsheets, the best first. */
final class SweepData {

    private static final String LINE_END = "\r\n";

    private SweepData() {}

    static String json(SweepOutcome outcome) {
        SweepPlan plan = outcome.plan();
        JsonObject json = new JsonObject();
        json.addProperty("strategy", plan.jar().toString());
        json.addProperty("pool", plan.run().pool().key().toString());
        json.addProperty("first_block", plan.run().blocks().first());
        json.addProperty("last_block", plan.run().blocks().last());
        json.addProperty("round_blocks", plan.run().roundBlocks());
        json.addProperty("target", plan.target().name());
        json.addProperty("score_model", TrialPlayer.ranking(plan.run()).label());
        json.addProperty("over_hold_model", TrialPlayer.valuing(plan.run()).label());
        json.addProperty("hold_score", 0);
        JsonArray warnings = new JsonArray();
        outcome.warnings().forEach(warnings::add);
        json.add("warnings", warnings);
        JsonArray trials = new JsonArray();
        outcome.results().forEach(result -> trials.add(json(result)));
        json.add("trials", trials);
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .serializeNulls()
                        .create()
                        .toJson(json) + "\n";
    }

    private static JsonObject json(TrialResult result) {
        JsonObject json = new JsonObject();
        JsonObject parameters = new JsonObject();
        result.trial().parameters().forEach(parameters::addProperty);
        json.addProperty("trial", result.trial().index());
        json.add("parameters", parameters);
        json.addProperty("refusal", result.refusal());
        json.addProperty("rounds_idle", result.ends().idle());
        json.addProperty("rounds_out", result.ends().out());
        json.addProperty("rounds_lost", result.ends().lost());
        json.addProperty("rounds_failed", result.ends().failed());
        json.addProperty("answers_replaced", result.ends().fallbacks());
        json.add("score", json(result.score()));
        json.add("over_hold_percent", json(result.overHold()));
        return json;
    }

    private static JsonObject json(Estimate estimate) {
        JsonObject json = new JsonObject();
        add(json, "mean", estimate.mean());
        add(json, "low", estimate.low());
        add(json, "high", estimate.high());
        json.addProperty("rounds", estimate.rounds());
        return json;
    }

    /** JSON knows no figure that is none. */
    private static void add(JsonObject json, String name, double value) {
        if (Double.isFinite(value)) {
            json.addProperty(name, value);
        } else {
            json.add(name, JsonNull.INSTANCE);
        }
    }

    static String csv(SweepOutcome outcome) {
        List<String> heading = new ArrayList<>(List.of("rank", "trial"));
        outcome.plan().space().axes().stream()
                .map(ParameterAxis::name)
                .map(Csv::text)
                .forEach(heading::add);
        for (String figure : List.of("score", "over_hold_percent")) {
            heading.addAll(List.of(figure, figure + "_low", figure + "_high", figure + "_rounds"));
        }
        heading.addAll(
                List.of("rounds_idle", "rounds_out", "rounds_lost", "rounds_failed", "answers_replaced", "refusal"));
        StringBuilder csv = new StringBuilder(String.join(",", heading)).append(LINE_END);
        int rank = 1;
        for (TrialResult result : outcome.results()) {
            List<String> cells = new ArrayList<>(List.of(
                    Integer.toString(rank++), Integer.toString(result.trial().index())));
            result.trial().parameters().values().forEach(value -> cells.add(Csv.text(value)));
            for (Estimate estimate : List.of(result.score(), result.overHold())) {
                cells.addAll(List.of(cell(estimate.mean()), cell(estimate.low()), cell(estimate.high())));
                cells.add(Integer.toString(estimate.rounds()));
            }
            RoundEnds ends = result.ends();
            for (int count : new int[] {ends.idle(), ends.out(), ends.lost(), ends.failed(), ends.fallbacks()}) {
                cells.add(Integer.toString(count));
            }
            cells.add(Csv.text(result.refusal()));
            csv.append(String.join(",", cells)).append(LINE_END);
        }
        return csv.toString();
    }

    private static String cell(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }
}
