package weir.report;

import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.BacktestResult;
import weir.backtest.experiment.BacktestStatistics;
import weir.backtest.experiment.BacktestStatistics.Estimates;
import weir.backtest.experiment.ResultCaveats;
import weir.backtest.result.BacktestTotals;
import weir.backtest.result.RoundEvaluation;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.StrategyResult;
import weir.backtest.score.ScoringTarget;
import weir.history.pool.PoolMetadata;
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

    private record StatisticsJson(
            String target, long seed, List<Map<String, Object>> means, List<Map<String, Object>> differences) {}

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

    /**
     * Writes round by round, because a long period may not fit into memory as text.
     *
     * @param report what {@code weir publish --report} publishes, a JSON object for the member {@code report}
     */
    public static void write(BacktestResult result, Optional<String> report, Writer out) throws IOException {
        JsonWriter json = new JsonWriter(out);
        json.setIndent(" ");
        new BacktestJson(result).write(json, report);
        json.flush();
        out.write('\n');
    }

    private void write(JsonWriter json, Optional<String> report) throws IOException {
        BacktestPlan plan = result.plan();
        PoolMetadata pool = plan.pool();
        Header header = new Header(
                pool.key().toString(),
                pool.token0().symbol(),
                pool.token1().symbol(),
                plan.blocks().first(),
                plan.blocks().last(),
                plan.roundBlocks(),
                pool.token0().whole(plan.inventory().amount0()),
                pool.token1().whole(plan.inventory().amount1()),
                ResultCaveats.of(result));
        json.beginObject();
        ResultGson.writeMembers(json, header);
        if (report.isPresent()) {
            json.name("report");
            ResultGson.GSON.toJson(JsonParser.parseString(report.get()), json);
        }
        json.name("strategies").beginArray();
        for (StrategyResult strategy : result.strategies()) {
            json.beginObject();
            ResultGson.writeMembers(json, strategyTotals(strategy));
            json.name("rounds").beginArray();
            for (RoundSummary round : strategy.rounds()) {
                ResultGson.GSON.toJson(roundJson(round), RoundJson.class, json);
            }
            json.endArray();
            json.endObject();
        }
        json.endArray();
        BacktestStatistics statistics = result.statistics();
        json.name("statistics");
        ResultGson.GSON.toJson(
                new StatisticsJson(
                        result.plan().targets().get(0).name(),
                        statistics.seed(),
                        estimates("strategy", statistics.strategies()),
                        estimates("against", statistics.differences())),
                StatisticsJson.class,
                json);
        json.endObject();
    }

    private static List<Map<String, Object>> estimates(String nameMember, List<Estimates> rows) {
        List<Map<String, Object>> json = new ArrayList<>();
        for (Estimates row : rows) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put(nameMember, row.strategy());
            row.byMeasure()
                    .forEach((measure, estimate) -> members.put(measure.name().toLowerCase(Locale.ROOT), estimate));
            json.add(members);
        }
        return json;
    }

    private Map<String, Object> strategyTotals(StrategyResult strategy) {
        BacktestTotals totals = strategy.totals();
        Map<String, Long> endings = new LinkedHashMap<>();
        for (RoundSummary.Ending ending : RoundSummary.Ending.values()) {
            endings.put(ending.name().toLowerCase(Locale.ROOT), totals.countRounds(ending));
        }
        Map<String, Object> sums = new LinkedHashMap<>();
        result.models()
                .forEach(model -> sums.put(
                        model.label(), modelTotals(totals.totalsByModel().get(model))));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("strategy", strategy.name());
        json.put("swaps", totals.swapCount());
        json.put("swaps_not_counted", totals.uncountedSwaps());
        json.put("rounds_without_swaps", totals.roundsWithoutSwap());
        json.put("rebalances", totals.rebalanceCount());
        json.put("fallbacks", totals.fallbackCount());
        json.put("rounds_by_end", endings);
        json.put("total", sums);
        return json;
    }

    private Map<String, Object> modelTotals(BacktestTotals.ModelTotals totals) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rounds", totals.roundCount());
        json.put("mean_scores", scoresByTarget(totals.aggregate().scores()));
        json.put("fees0", totals.aggregate().fees0());
        json.put("fees1", totals.aggregate().fees1());
        json.put("fees", totals.aggregate().feeValue());
        json.put("change0", totals.aggregate().token0Change());
        json.put("change1", totals.aggregate().token1Change());
        json.put("gain", totals.aggregate().valueChange());
        json.put("over_hold", totals.aggregate().gainOverHolding());
        json.put("mean_in_range", totals.aggregate().meanPositionsInRange());
        json.put("mean_loss", totals.aggregate().impermanentLoss());
        json.put("gas", totals.aggregate().gasCost());
        json.put("over_hold_percent", totals.meanGainOverHoldingPercent());
        json.put("swaps_unproven", totals.aggregate().unprovenSwaps());
        return json;
    }

    private RoundJson roundJson(RoundSummary round) {
        Map<String, Map<String, Object>> models = new LinkedHashMap<>();
        result.models().stream()
                .filter(round.evaluations()::containsKey)
                .forEach(model -> models.put(
                        model.label(), evaluationJson(round.evaluations().get(model))));
        return new RoundJson(
                round.startBlock(),
                round.endBlock(),
                round.ending().name().toLowerCase(Locale.ROOT),
                round.remarks(),
                round.swapCount(),
                round.uncountedSwaps(),
                round.queryCount(),
                round.fallbackCount(),
                round.rebalances().size(),
                models);
    }

    private Map<String, Object> evaluationJson(RoundEvaluation evaluation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("scores", scoresByTarget(evaluation.scores()));
        json.putAll(evaluation.valuesByName());
        return json;
    }

    private Map<String, Double> scoresByTarget(List<Double> scores) {
        Map<String, Double> json = new LinkedHashMap<>();
        List<ScoringTarget> targets = result.plan().targets();
        for (int i = 0; i < scores.size(); i++) {
            json.put(targets.get(i).name(), scores.get(i));
        }
        return json;
    }
}
