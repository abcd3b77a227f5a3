package weir.demo.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import weir.backtest.Swaps;
import weir.backtest.experiment.Evaluator;
import weir.backtest.experiment.Model;
import weir.backtest.experiment.Outcome;
import weir.backtest.round.RoundSimulation;
import weir.backtest.round.SimulatedRound;
import weir.backtest.score.ScoringTarget;
import weir.backtest.score.ScoringTargets;
import weir.backtest.v3.GasCosts;
import weir.embedded.EmbeddedFramework;
import weir.embedded.StrategyCatalog;
import weir.embedded.StrategyInstance;
import weir.embedded.StrategyJar;
import weir.launcher.Assembly;
import weir.report.TextTable;

/**
 * The score of the strategy that was played and of every other shipped one, by the validator's arithmetic and by what a real
 * position earns. The others are played in this process: same round, same swaps, same guard.
 */
public final class DemoScores {

    private static final ScoringTarget TARGET = ScoringTargets.named(ScoringTargets.VALIDATOR);

    /**
     * A strategy's scores.
     *
     * @param strategy its name
     * @param validator by the validator's arithmetic
     * @param v3 by what a real position earns
     * @param overHoldPercent what a real position would have earned against holding
     */
    public record Row(String strategy, double validator, double v3, double overHoldPercent) {
        /** Into one flat object for machines; what is not known is left out. */
        public void addTo(Map<String, Object> flat) {
            if (!Double.isNaN(validator)) {
                flat.put("score_validator_" + strategy, validator);
                flat.put("score_v3_" + strategy, v3);
                flat.put("v3_vs_hold_percent_" + strategy, overHoldPercent);
            }
        }
    }

    private DemoScores() {}

    /** The one that was played first, then the others by name. */
    public static List<Row> of(DemoRound round, Assembly assembly) {
        List<Row> rows = new ArrayList<>();
        rows.add(row(round.strategy(), round, played(round)));
        try (EmbeddedFramework framework = EmbeddedFramework.start(assembly::systemBundle)) {
            for (StrategyJar jar : StrategyCatalog.in(assembly.plugins()).newest()) {
                if (!jar.strategy().equals(round.strategy())) {
                    try (StrategyInstance instance = framework.create(jar, Map.of())) {
                        DemoMarket market = round.market();
                        SimulatedRound simulated = new RoundSimulation(market.swaps(), TARGET)
                                .play(round.round(), market.endBlock(), instance.strategy());
                        rows.add(row(jar.strategy(), round, simulated));
                    }
                }
            }
        }
        return rows;
    }

    private static SimulatedRound played(DemoRound round) {
        Swaps swaps = round.market().swaps();
        int within = swaps.countThrough(round.market().endBlock())
                - swaps.countThrough(round.market().startBlock() - 1);
        return new SimulatedRound(round.round(), round.market().endBlock(), round.result(), null, List.of(), within);
    }

    private static Row row(String strategy, DemoRound round, SimulatedRound played) {
        DemoMarket market = round.market();
        Map<Model, Outcome> outcomes = new Evaluator(
                        market.pool(), round.initialInventory(), List.of(TARGET), Set.of(Model.values()), GasCosts.NONE)
                .evaluate(market.startBlock(), market.endBlock(), played, market.swaps())
                .outcomes();
        // Without outcomes the validator's evaluation fails, and nobody has a score.
        return outcomes.isEmpty()
                ? new Row(strategy, Double.NaN, Double.NaN, Double.NaN)
                : new Row(
                        strategy,
                        outcomes.get(Model.VALIDATOR).scores().get(0),
                        outcomes.get(Model.V3).scores().get(0),
                        outcomes.get(Model.V3).overHoldPercent());
    }

    public static TextTable table(List<Row> rows) {
        TextTable table = new TextTable("scores", "validator", "v3", "against holding (v3)");
        for (Row row : rows) {
            table.row(
                    row.strategy(),
                    cell("%.6f", row.validator()),
                    cell("%.6f", row.v3()),
                    cell("%+.3f %%", row.overHoldPercent()));
        }
        return table;
    }

    private static String cell(String pattern, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, pattern, value);
    }
}
