package weir.demo.internal;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import weir.backtest.Swaps;
import weir.backtest.experiment.RoundEvaluator;
import weir.backtest.replay.ReplayedRound;
import weir.backtest.replay.RoundReplay;
import weir.backtest.result.Model;
import weir.backtest.result.RoundEvaluation;
import weir.backtest.score.ScoringTarget;
import weir.backtest.score.ScoringTargets;
import weir.backtest.v3.GasCosts;
import weir.backtest.v3.PoolFees;
import weir.embedded.EmbeddedFramework;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyCatalog;
import weir.embedded.StrategyInstance;
import weir.launcher.Assembly;
import weir.report.TextTable;

/**
 * Scores of the strategy that was played and of every other shipped one, in both models. The other strategies are played in this
 * process, over the same swaps.
 */
public final class DemoScores {

    private static final ScoringTarget TARGET = ScoringTargets.byName(ScoringTargets.VALIDATOR);

    /**
     * The scores of a strategy; NaN where the validator's evaluation fails.
     *
     * @param strategy its name
     * @param validator score in model validator
     * @param v3 score in model v3
     * @param gainOverHoldingPercent result against holding in model v3
     */
    public record Row(String strategy, double validator, double v3, double gainOverHoldingPercent) {

        /** Adds the scores to a flat JSON object, unless they are NaN. */
        public void addTo(JsonObject json) {
            if (!Double.isNaN(validator)) {
                json.addProperty("score_validator_" + strategy, validator);
                json.addProperty("score_v3_" + strategy, v3);
                json.addProperty("v3_vs_hold_percent_" + strategy, gainOverHoldingPercent);
            }
        }
    }

    private DemoScores() {}

    /** The scores, those of the strategy that was played first, then by name. */
    public static List<Row> of(DemoRound round, Assembly assembly) {
        DemoMarket market = round.market();
        List<Row> rows = new ArrayList<>();
        rows.add(row(round.strategy(), round, replayOf(round)));
        try (EmbeddedFramework framework = EmbeddedFramework.start(assembly::systemBundle)) {
            for (PackagedStrategy jar : StrategyCatalog.in(assembly.plugins()).newest()) {
                if (!jar.strategy().equals(round.strategy())) {
                    try (StrategyInstance instance = framework.create(jar, Map.of())) {
                        ReplayedRound simulated = new RoundReplay(market.swaps(), TARGET)
                                .run(round.round(), market.endBlock(), instance.strategy());
                        rows.add(row(jar.strategy(), round, simulated));
                    }
                }
            }
        }
        return rows;
    }

    private static ReplayedRound replayOf(DemoRound round) {
        DemoMarket market = round.market();
        Swaps swaps = market.swaps();
        int swapCount = swaps.countThrough(market.endBlock()) - swaps.countThrough(market.startBlock() - 1);
        return new ReplayedRound(round.round(), market.endBlock(), round.result(), null, List.of(), swapCount);
    }

    private static Row row(String strategy, DemoRound round, ReplayedRound played) {
        DemoMarket market = round.market();
        Map<Model, RoundEvaluation> evaluations = new RoundEvaluator(
                        market.pool(),
                        List.of(TARGET),
                        Set.of(Model.values()),
                        GasCosts.ZERO,
                        PoolFees.withoutStaking(market.pool().feePips()))
                .evaluate(market.startBlock(), market.endBlock(), played, market.swaps())
                .evaluations();
        return evaluations.isEmpty()
                ? new Row(strategy, Double.NaN, Double.NaN, Double.NaN)
                : new Row(
                        strategy,
                        evaluations.get(Model.VALIDATOR).scores().get(0),
                        evaluations.get(Model.V3).scores().get(0),
                        evaluations.get(Model.V3).gainOverHoldingPercent());
    }

    /** The scores as a table. */
    public static TextTable table(List<Row> rows) {
        TextTable table = new TextTable("scores", "validator", "v3", "against holding (v3)");
        for (Row row : rows) {
            table.row(
                    row.strategy(),
                    format("%.6f", row.validator()),
                    format("%.6f", row.v3()),
                    format("%+.3f %%", row.gainOverHoldingPercent()));
        }
        return table;
    }

    private static String format(String pattern, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, pattern, value);
    }
}
