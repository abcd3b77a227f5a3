package weir.report.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.BacktestResult;
import weir.backtest.result.Model;
import weir.backtest.result.PriceSeries;
import weir.backtest.result.RoundEvaluation;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.RoundSummary.Rebalance;
import weir.backtest.result.StrategyResult;
import weir.report.html.Charts;
import weir.report.html.HtmlPage;
import weir.strategy.Market.Observation;

/** The charts of a backtest: price with ranges, and inventory, fees and score of each round, over the same blocks. */
public final class BacktestCharts {

    /** With more ranges than this, only merged rounds have their ranges drawn. */
    private static final int MAX_RANGES = 2_000;

    private final BacktestResult result;
    private final BacktestPlan plan;
    private final Charts.Blocks axis;
    private final int roundsPerPoint;

    public BacktestCharts(BacktestResult result) {
        this.result = result;
        this.plan = result.plan();
        long first = plan.blocks().first();
        long last = plan.blocks().last();
        this.axis = new Charts.Blocks(first, last == first ? 1 : result.hoursAfterStart(last) * 3_600 / (last - first));
        this.roundsPerPoint = result.primaryStrategy().rounds().size() / PriceSeries.MAX_POINTS + 1;
    }

    /** The ranges of every n-th round are drawn; this is n. */
    public int drawnRoundInterval() {
        long ranges = result.primaryStrategy().rounds().stream()
                .flatMap(round -> round.rebalances().stream())
                .mapToLong(rebalances -> rebalances.positions().size())
                .sum();
        return (int) (ranges / MAX_RANGES) + 1;
    }

    /** Adds the charts to a page. */
    public void addTo(HtmlPage page) {
        List<Observation> prices = result.prices().points();
        page.priceChart(
                plan.pool(),
                axis,
                prices.stream().map(Observation::blockNumber).toList(),
                prices.stream()
                        .map(point -> Charts.finite(point.price().ratio()))
                        .toList(),
                ranges(),
                List.of());
        addLines(page, "Inventory at the end of a round against its start", "%", inventory());
        addLines(page, "Fees of a round", plan.pool().token1().symbol(), byModel(RoundEvaluation::feeValue));
        List<Charts.Series> scores =
                new ArrayList<>(byModel(evaluation -> evaluation.scores().get(0)));
        if (result.strategies().size() > 2) {
            StrategyResult reference = result.strategies().get(2);
            scores.add(series(reference.name(), reference, result.models().get(0), 3, true, evaluation -> evaluation
                    .scores()
                    .get(0)));
        }
        addLines(page, "Score of a round: " + plan.targets().get(0).name(), "", scores);
    }

    private void addLines(HtmlPage page, String label, String unit, List<Charts.Series> series) {
        List<RoundSummary> rounds = result.primaryStrategy().rounds();
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < rounds.size(); i += roundsPerPoint) {
            blocks.add(rounds.get(i).startBlock());
        }
        page.lineChart(label, unit, axis, blocks, series, List.of());
    }

    private List<Charts.Range> ranges() {
        List<Charts.Range> ranges = new ArrayList<>();
        List<RoundSummary> rounds = result.primaryStrategy().rounds();
        for (int i = 0; i < rounds.size(); i += drawnRoundInterval()) {
            RoundSummary round = rounds.get(i);
            List<Rebalance> rebalances = round.rebalances();
            List<String> lines = List.of("round " + (i + 1));
            for (int k = 0; k < rebalances.size(); k++) {
                long from = rebalances.get(k).block();
                long to = k + 1 < rebalances.size() ? rebalances.get(k + 1).block() : round.endBlock();
                rebalances
                        .get(k)
                        .positions()
                        .forEach(position -> ranges.add(
                                new Charts.Range(from, to, position.tickLower(), position.tickUpper(), false, lines)));
            }
        }
        return ranges;
    }

    private List<Charts.Series> byModel(ToDoubleFunction<RoundEvaluation> value) {
        List<Charts.Series> series = new ArrayList<>();
        for (Model model : result.models()) {
            series.add(series(
                    model.label(), result.primaryStrategy(), model, series.size() + 1, series.size() > 1, value));
        }
        return series;
    }

    private List<Charts.Series> inventory() {
        double start0 = plan.pool().token0().whole(plan.inventory().amount0());
        double start1 = plan.pool().token1().whole(plan.inventory().amount1());
        List<Charts.Series> series = new ArrayList<>();
        for (Model model : result.models()) {
            boolean isV3 = model == Model.V3;
            String suffix = ", " + model.label();
            series.add(series(
                    plan.pool().token0().symbol() + suffix,
                    result.primaryStrategy(),
                    model,
                    1,
                    isV3,
                    evaluation -> percent(evaluation.token0Change(), start0)));
            series.add(series(
                    plan.pool().token1().symbol() + suffix,
                    result.primaryStrategy(),
                    model,
                    2,
                    isV3,
                    evaluation -> percent(evaluation.token1Change(), start1)));
        }
        return series;
    }

    private static double percent(double change, double start) {
        return start == 0 ? 0 : change / start * 100;
    }

    /** A value for each round; where rounds are narrower than a pixel, the mean of several. */
    private Charts.Series series(
            String name,
            StrategyResult strategy,
            Model model,
            int color,
            boolean dashed,
            ToDoubleFunction<RoundEvaluation> value) {
        List<Double> values = new ArrayList<>();
        List<RoundSummary> rounds = strategy.rounds();
        for (int i = 0; i < rounds.size(); i += roundsPerPoint) {
            values.add(Charts.finite(rounds.subList(i, Math.min(rounds.size(), i + roundsPerPoint)).stream()
                    .filter(RoundSummary::isEvaluated)
                    .map(round -> round.evaluations().get(model))
                    .mapToDouble(value)
                    .filter(Double::isFinite)
                    .average()
                    .orElse(Double.NaN)));
        }
        return new Charts.Series(name, values, Math.min(color, 4), dashed, true);
    }
}
