package weir.report;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import weir.backtest.experiment.BacktestResult;
import weir.backtest.experiment.Outcome;
import weir.backtest.experiment.PeriodRun;
import weir.backtest.experiment.PlayedRound;
import weir.backtest.experiment.ResultCaveats;
import weir.backtest.experiment.StrategyResult;
import weir.backtest.experiment.Totals;
import weir.backtest.score.ScoringTarget;
import weir.history.PoolMetadata;
import weir.report.internal.ResultGson;

/** A backtest as JSON. Amounts are whole tokens, values whole token1, shares and losses fractions. */
public final class BacktestJson {

    private final BacktestResult result;

    private record Header(
            String pool,
            String token0,
            String token1,
            long firstBlock,
            long lastBlock,
            long roundBlocks,
            double inventory0,
            double inventory1,
            List<String> notes) {}

    private record RoundJson(
            long firstBlock,
            long lastBlock,
            String ended,
            String note,
            int swaps,
            int swapsNotCounted,
            int checks,
            int fallbacks,
            int rebalances,
            Map<String, Map<String, Object>> models) {}

    private BacktestJson(BacktestResult result) {
        this.result = result;
    }

    /** Writes round by round, because a long period may not fit into memory as text. */
    public static void write(BacktestResult result, Writer out) throws IOException {
        JsonWriter json = new JsonWriter(out);
        json.setIndent(" ");
        new BacktestJson(result).write(json);
        json.flush();
        out.write('\n');
    }

    private void write(JsonWriter json) throws IOException {
        PeriodRun run = result.run();
        PoolMetadata pool = run.pool();
        Header header = new Header(
                pool.key().toString(),
                pool.token0().symbol(),
                pool.token1().symbol(),
                run.blocks().first(),
                run.blocks().last(),
                run.roundBlocks(),
                pool.token0().whole(run.inventory().amount0()),
                pool.token1().whole(run.inventory().amount1()),
                ResultCaveats.of(result));
        json.beginObject();
        ResultGson.members(json, header);
        json.name("strategies").beginArray();
        for (StrategyResult strategy : result.strategies()) {
            json.beginObject();
            ResultGson.members(json, totals(strategy));
            json.name("rounds").beginArray();
            for (PlayedRound round : strategy.rounds()) {
                ResultGson.GSON.toJson(round(round), RoundJson.class, json);
            }
            json.endArray();
            json.endObject();
        }
        json.endArray();
        json.endObject();
    }

    private Map<String, Object> totals(StrategyResult strategy) {
        Totals totals = strategy.totals();
        Map<String, Long> endings = new LinkedHashMap<>();
        for (PlayedRound.Ending ending : PlayedRound.Ending.values()) {
            endings.put(ending.name().toLowerCase(Locale.ROOT), totals.count(ending));
        }
        Map<String, Object> sums = new LinkedHashMap<>();
        result.models()
                .forEach(model -> sums.put(model.label(), sum(totals.sums().get(model))));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("strategy", strategy.name());
        json.put("swaps", totals.swaps());
        json.put("swaps_not_counted", totals.uncounted());
        json.put("rounds_without_swaps", totals.empty());
        json.put("rebalances", totals.rebalances());
        json.put("fallbacks", totals.fallbacks());
        json.put("rounds_by_end", endings);
        json.put("total", sums);
        return json;
    }

    private Map<String, Object> sum(Totals.Sum sum) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rounds", sum.rounds());
        json.put("mean_scores", scores(sum.scores()));
        json.put("fees0", sum.fees0());
        json.put("fees1", sum.fees1());
        json.put("fees", sum.fees());
        json.put("change0", sum.change0());
        json.put("change1", sum.change1());
        json.put("gain", sum.gain());
        json.put("over_hold", sum.overHold());
        json.put("mean_in_range", sum.inRange());
        json.put("mean_loss", sum.loss());
        json.put("gas", sum.gas());
        json.put("over_hold_percent", sum.overHoldPercent());
        json.put("swaps_unproven", sum.unproven());
        return json;
    }

    private RoundJson round(PlayedRound round) {
        Map<String, Map<String, Object>> models = new LinkedHashMap<>();
        result.models().stream()
                .filter(round.outcomes()::containsKey)
                .forEach(model ->
                        models.put(model.label(), outcome(round.outcomes().get(model))));
        return new RoundJson(
                round.start(),
                round.end(),
                round.ending().name().toLowerCase(Locale.ROOT),
                round.note(),
                round.swaps(),
                round.uncounted(),
                round.checks(),
                round.fallbacks(),
                round.held().size(),
                models);
    }

    private Map<String, Object> outcome(Outcome outcome) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("scores", scores(outcome.scores()));
        json.putAll(outcome.figures());
        return json;
    }

    private Map<String, Double> scores(List<Double> scores) {
        Map<String, Double> json = new LinkedHashMap<>();
        List<ScoringTarget> targets = result.run().targets();
        for (int i = 0; i < scores.size(); i++) {
            json.put(targets.get(i).name(), scores.get(i));
        }
        return json;
    }
}
