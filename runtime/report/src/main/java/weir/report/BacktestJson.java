package weir.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import weir.backtest.experiment.BacktestResult;
import weir.backtest.experiment.Model;
import weir.backtest.experiment.Outcome;
import weir.backtest.experiment.PeriodRun;
import weir.backtest.experiment.PlayedRound;
import weir.backtest.experiment.ResultCaveats;
import weir.backtest.experiment.StrategyResult;
import weir.backtest.experiment.Totals;
import weir.backtest.score.ScoringTarget;
import weir.history.PoolMetadata;

/** A result for machines: amounts in whole tokens, values in whole token1, shares and losses as fractions. */
public final class BacktestJson {

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private final BacktestResult result;
    private final JsonWriter json;

    private BacktestJson(BacktestResult result, Writer out) {
        this.result = result;
        this.json = new JsonWriter(out);
        json.setIndent(" ");
    }

    /** Writes round by round: a long period's text is longer than what fits into memory. */
    public static void write(BacktestResult result, Writer out) throws IOException {
        new BacktestJson(result, out).write();
        out.write('\n');
    }

    private void write() throws IOException {
        PeriodRun run = result.run();
        PoolMetadata pool = run.pool();
        json.beginObject();
        json.name("pool").value(pool.key().toString());
        json.name("token0").value(pool.token0().symbol());
        json.name("token1").value(pool.token1().symbol());
        json.name("first_block").value(run.blocks().first());
        json.name("last_block").value(run.blocks().last());
        json.name("round_blocks").value(run.roundBlocks());
        json.name("inventory0").value(pool.token0().whole(run.inventory().amount0()));
        json.name("inventory1").value(pool.token1().whole(run.inventory().amount1()));
        json.name("notes").beginArray();
        for (String note : ResultCaveats.of(result)) {
            json.value(note);
        }
        json.endArray();
        json.name("strategies").beginArray();
        for (StrategyResult strategy : result.strategies()) {
            strategy(strategy);
        }
        json.endArray();
        json.endObject();
        json.flush();
    }

    private void strategy(StrategyResult strategy) throws IOException {
        Totals totals = strategy.totals();
        json.beginObject();
        json.name("strategy").value(strategy.name());
        json.name("swaps").value(totals.swaps());
        json.name("swaps_not_counted").value(totals.uncounted());
        json.name("rounds_without_swaps").value(totals.empty());
        json.name("rebalances").value(totals.rebalances());
        json.name("fallbacks").value(totals.fallbacks());
        json.name("rounds_by_end").beginObject();
        for (PlayedRound.Ending ending : PlayedRound.Ending.values()) {
            json.name(ending.name().toLowerCase(Locale.ROOT)).value(totals.count(ending));
        }
        json.endObject();
        json.name("total").beginObject();
        for (Model model : result.models()) {
            json.name(model.label());
            GSON.toJson(sum(totals.sums().get(model)), json);
        }
        json.endObject();
        json.name("rounds").beginArray();
        for (PlayedRound round : strategy.rounds()) {
            GSON.toJson(round(round), json);
        }
        json.endArray();
        json.endObject();
    }

    private JsonObject sum(Totals.Sum sum) {
        JsonObject json = new JsonObject();
        json.addProperty("rounds", sum.rounds());
        json.add("mean_scores", scores(sum.scores()));
        add(json, "fees0", sum.fees0());
        add(json, "fees1", sum.fees1());
        add(json, "fees", sum.fees());
        add(json, "change0", sum.change0());
        add(json, "change1", sum.change1());
        add(json, "gain", sum.gain());
        add(json, "over_hold", sum.overHold());
        add(json, "mean_in_range", sum.inRange());
        add(json, "mean_loss", sum.loss());
        add(json, "gas", sum.gas());
        json.addProperty("over_hold_percent", sum.overHoldPercent());
        json.addProperty("swaps_unproven", sum.unproven());
        return json;
    }

    private JsonObject round(PlayedRound round) {
        JsonObject json = new JsonObject();
        json.addProperty("first_block", round.start());
        json.addProperty("last_block", round.end());
        json.addProperty("ended", round.ending().name().toLowerCase(Locale.ROOT));
        json.addProperty("note", round.note());
        json.addProperty("swaps", round.swaps());
        json.addProperty("swaps_not_counted", round.uncounted());
        json.addProperty("checks", round.checks());
        json.addProperty("fallbacks", round.fallbacks());
        json.addProperty("rebalances", round.held().size());
        JsonObject models = new JsonObject();
        result.models().stream()
                .filter(round.outcomes()::containsKey)
                .forEach(model ->
                        models.add(model.label(), outcome(round.outcomes().get(model))));
        json.add("models", models);
        return json;
    }

    private JsonObject outcome(Outcome outcome) {
        JsonObject json = new JsonObject();
        json.add("scores", scores(outcome.scores()));
        outcome.figures().forEach((name, figure) -> add(json, name, figure));
        return json;
    }

    private JsonObject scores(List<Double> scores) {
        JsonObject json = new JsonObject();
        List<ScoringTarget> targets = result.run().targets();
        for (int i = 0; i < scores.size(); i++) {
            add(json, targets.get(i).name(), scores.get(i));
        }
        return json;
    }

    /** JSON knows no infinities. */
    private static void add(JsonObject json, String name, double value) {
        if (Double.isFinite(value)) {
            json.addProperty(name, value);
        } else {
            json.add(name, JsonNull.INSTANCE);
        }
    }
}
