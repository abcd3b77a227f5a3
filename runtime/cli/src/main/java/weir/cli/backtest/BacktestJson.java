package weir.cli.backtest;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import weir.backtest.ScoringTarget;
import weir.cli.pool.Pool;

/** A result for machines: amounts in whole tokens, values in whole token1, shares and losses as fractions. */
final class BacktestJson {

    private final BacktestResult result;

    private BacktestJson(BacktestResult result) {
        this.result = result;
    }

    static String of(BacktestResult result) {
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .serializeNulls()
                        .create()
                        .toJson(new BacktestJson(result).json())
                + "\n";
    }

    private JsonObject json() {
        PeriodRun run = result.run();
        Pool pool = run.pool();
        JsonObject json = new JsonObject();
        json.addProperty("pool", pool.key().toString());
        json.addProperty("token0", pool.token0().symbol());
        json.addProperty("token1", pool.token1().symbol());
        json.addProperty("first_block", run.blocks().first());
        json.addProperty("last_block", run.blocks().last());
        json.addProperty("round_blocks", run.roundBlocks());
        json.addProperty("inventory0", pool.token0().whole(run.inventory().amount0()));
        json.addProperty("inventory1", pool.token1().whole(run.inventory().amount1()));
        JsonArray notes = new JsonArray();
        Notes.of(result).forEach(notes::add);
        json.add("notes", notes);
        JsonArray strategies = new JsonArray();
        result.contenders().forEach(contender -> strategies.add(strategy(contender)));
        json.add("strategies", strategies);
        return json;
    }

    private JsonObject strategy(Contender contender) {
        Totals totals = contender.totals();
        JsonObject json = new JsonObject();
        json.addProperty("strategy", contender.name());
        json.addProperty("swaps", totals.swaps());
        json.addProperty("swaps_not_counted", totals.uncounted());
        json.addProperty("rounds_without_swaps", totals.empty());
        json.addProperty("rebalances", totals.rebalances());
        json.addProperty("fallbacks", totals.fallbacks());
        JsonObject ended = new JsonObject();
        for (PlayedRound.Verdict verdict : PlayedRound.Verdict.values()) {
            ended.addProperty(verdict.name().toLowerCase(Locale.ROOT), totals.count(verdict));
        }
        json.add("rounds_by_end", ended);
        JsonObject models = new JsonObject();
        totals.sums().forEach((model, sum) -> models.add(model.label(), sum(sum)));
        json.add("total", models);
        JsonArray rounds = new JsonArray();
        contender.rounds().forEach(round -> rounds.add(round(round)));
        json.add("rounds", rounds);
        return json;
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
        json.addProperty("ended", round.verdict().name().toLowerCase(Locale.ROOT));
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
