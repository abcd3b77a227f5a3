package weir.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import weir.backtest.sweep.Estimate;
import weir.backtest.sweep.ParameterAxis;
import weir.backtest.sweep.RoundOutcomes;
import weir.backtest.sweep.SweepOutcome;
import weir.backtest.sweep.SweepPlan;
import weir.backtest.sweep.TrialPlayer;
import weir.backtest.sweep.TrialResult;
import weir.report.internal.CsvText;

/** All results of a sweep for machines and spreadsheets, the best first. */
public final class SweepData {

    private static final String LINE_END = "\r\n";

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private SweepData() {}

    /** Writes trial by trial: all of them as one text may be longer than what fits into memory. */
    public static void json(SweepOutcome outcome, Writer out) throws IOException {
        SweepPlan plan = outcome.plan();
        JsonWriter json = new JsonWriter(out);
        json.setIndent("  ");
        json.beginObject();
        json.name("strategy").value(plan.strategy());
        json.name("pool").value(plan.run().pool().key().toString());
        json.name("first_block").value(plan.run().blocks().first());
        json.name("last_block").value(plan.run().blocks().last());
        json.name("round_blocks").value(plan.run().roundBlocks());
        json.name("target").value(plan.target().name());
        json.name("score_model").value(TrialPlayer.rankingModel(plan.run()).label());
        json.name("over_hold_model").value(TrialPlayer.valuingModel(plan.run()).label());
        json.name("hold_score").value(0);
        json.name("warnings").beginArray();
        for (String warning : outcome.warnings()) {
            json.value(warning);
        }
        json.endArray();
        json.name("trials").beginArray();
        for (TrialResult result : outcome.results()) {
            GSON.toJson(json(result), json);
        }
        json.endArray();
        json.endObject();
        json.flush();
        out.write('\n');
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

    public static void csv(SweepOutcome outcome, Writer csv) throws IOException {
        List<String> heading = new ArrayList<>(List.of("rank", "trial"));
        outcome.plan().space().axes().stream()
                .map(ParameterAxis::name)
                .map(CsvText::text)
                .forEach(heading::add);
        for (String figure : List.of("score", "over_hold_percent")) {
            heading.addAll(List.of(figure, figure + "_low", figure + "_high", figure + "_rounds"));
        }
        heading.addAll(
                List.of("rounds_idle", "rounds_out", "rounds_lost", "rounds_failed", "answers_replaced", "refusal"));
        csv.write(String.join(",", heading) + LINE_END);
        int rank = 1;
        for (TrialResult result : outcome.results()) {
            List<String> cells = new ArrayList<>(List.of(
                    Integer.toString(rank++), Integer.toString(result.trial().index())));
            result.trial().parameters().values().forEach(value -> cells.add(CsvText.text(value)));
            for (Estimate estimate : List.of(result.score(), result.overHold())) {
                cells.addAll(List.of(cell(estimate.mean()), cell(estimate.low()), cell(estimate.high())));
                cells.add(Integer.toString(estimate.rounds()));
            }
            RoundOutcomes ends = result.ends();
            for (int count : new int[] {ends.idle(), ends.out(), ends.lost(), ends.failed(), ends.fallbacks()}) {
                cells.add(Integer.toString(count));
            }
            cells.add(CsvText.text(result.refusal()));
            csv.write(String.join(",", cells) + LINE_END);
        }
    }

    private static String cell(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }
}
