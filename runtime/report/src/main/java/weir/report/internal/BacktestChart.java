package weir.report.internal;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
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
import weir.report.html.LinearScale;
import weir.report.html.PriceChart;
import weir.report.html.PriceChart.Band;
import weir.report.html.SvgDrawing;

/** A chart of a backtest: price with ranges, and inventory, fees and score of each round, over the same blocks. */
public final class BacktestChart {

    private static final int WIDTH = 960;
    private static final int LEFT = 80;
    private static final int RIGHT = WIDTH - 15;
    private static final int PRICE_TOP = 30;
    private static final int PRICE_BOTTOM = 350;
    private static final int PANEL_HEIGHT = 110;
    private static final int PANEL_GAP = 40;
    private static final int HEIGHT = PRICE_BOTTOM + 3 * (PANEL_HEIGHT + PANEL_GAP) + 40;

    /** With more ranges than this, only merged rounds have their ranges drawn. */
    private static final int MAX_BANDS = 2_000;

    private final BacktestResult result;
    private final BacktestPlan plan;
    private final LinearScale time;
    private final SvgDrawing drawing =
            new SvgDrawing(WIDTH, HEIGHT, "Price with ranges, and inventory, fees and score of each round");

    private BacktestChart(BacktestResult result) {
        this.result = result;
        this.plan = result.plan();
        this.time = new LinearScale(plan.blocks().first(), plan.blocks().last(), LEFT, RIGHT);
    }

    public static SvgDrawing of(BacktestResult result) {
        return new BacktestChart(result).draw();
    }

    /** The ranges of every n-th round are drawn; this is n. */
    public static int drawnRoundInterval(BacktestResult result) {
        long bands = result.primaryStrategy().rounds().stream()
                .flatMap(round -> round.rebalances().stream())
                .mapToLong(rebalances -> rebalances.positions().size())
                .sum();
        return (int) (bands / MAX_BANDS) + 1;
    }

    private SvgDrawing draw() {
        new PriceChart(
                        drawing,
                        plan.pool(),
                        time,
                        PRICE_TOP,
                        PRICE_BOTTOM,
                        result.prices().points(),
                        bands())
                .draw();
        int top = PRICE_BOTTOM + PANEL_GAP;
        drawPanel(top, "inventory at the end of a round against its start, %", inventory());
        top += PANEL_HEIGHT + PANEL_GAP;
        drawPanel(top, "fees of a round, " + plan.pool().token1().symbol(), byModel(RoundEvaluation::feeValue));
        top += PANEL_HEIGHT + PANEL_GAP;
        List<Series> scores =
                new ArrayList<>(byModel(evaluation -> evaluation.scores().get(0)));
        addReference(scores);
        drawPanel(top, "score of a round: " + plan.targets().get(0).name(), scores);
        drawing.hourAxis(
                new LinearScale(0, result.hoursAfterStart(plan.blocks().last()), LEFT, RIGHT), top + PANEL_HEIGHT);
        return drawing;
    }

    private List<Band> bands() {
        List<Band> bands = new ArrayList<>();
        List<RoundSummary> rounds = result.primaryStrategy().rounds();
        for (int i = 0; i < rounds.size(); i += drawnRoundInterval(result)) {
            List<Rebalance> rebalances = rounds.get(i).rebalances();
            for (int k = 0; k < rebalances.size(); k++) {
                long from = rebalances.get(k).block();
                long to = k + 1 < rebalances.size()
                        ? rebalances.get(k + 1).block()
                        : rounds.get(i).endBlock();
                rebalances.get(k).positions().forEach(position -> bands.add(new Band(position, from, to)));
            }
        }
        return bands;
    }

    /** A line of a panel, with one value for each round. */
    private record Series(
            String style, StrategyResult strategy, Model model, ToDoubleFunction<RoundEvaluation> value) {}

    private List<Series> byModel(ToDoubleFunction<RoundEvaluation> value) {
        List<Series> series = new ArrayList<>();
        for (Model model : result.mainModels()) {
            series.add(new Series(model == Model.VALIDATOR ? "a" : "b", result.primaryStrategy(), model, value));
        }
        return series;
    }

    private List<Series> inventory() {
        double start0 = plan.pool().token0().whole(plan.inventory().amount0());
        double start1 = plan.pool().token1().whole(plan.inventory().amount1());
        List<Series> series = new ArrayList<>();
        for (Model model : result.mainModels()) {
            String dashed = model == Model.V3 ? " dashed" : "";
            series.add(new Series(
                    "a" + dashed,
                    result.primaryStrategy(),
                    model,
                    evaluation -> percent(evaluation.token0Change(), start0)));
            series.add(new Series(
                    "b" + dashed,
                    result.primaryStrategy(),
                    model,
                    evaluation -> percent(evaluation.token1Change(), start1)));
        }
        return series;
    }

    private static double percent(double change, double start) {
        return start == 0 ? 0 : change / start * 100;
    }

    private void addReference(List<Series> series) {
        if (result.strategies().size() > 2) {
            Model model = result.mainModels().get(0);
            StrategyResult reference = result.strategies().get(2);
            series.add(new Series(
                    "c", reference, model, evaluation -> evaluation.scores().get(0)));
        }
    }

    /** A horizontal part of a line: the value of a round, or the mean of several. */
    private record Step(long firstBlock, long lastBlock, double value) {}

    private void drawPanel(int top, String title, List<Series> series) {
        List<List<Step>> lines = series.stream().map(this::steps).toList();
        DoubleSummaryStatistics values =
                lines.stream().flatMap(List::stream).mapToDouble(Step::value).summaryStatistics();
        double low = Math.min(0, values.getMin());
        double high = Math.max(0, values.getMax());
        LinearScale scale = new LinearScale(low, high == low ? low + 1 : high, top + PANEL_HEIGHT, top);
        drawing.text(LEFT, top - 8, "start", "%s", title);
        drawing.verticalAxis(scale, LEFT, RIGHT, 3);
        drawing.straightLine(LEFT, scale.coordinate(0), RIGHT, scale.coordinate(0), "zero");
        for (int i = 0; i < lines.size(); i++) {
            StringBuilder points = new StringBuilder();
            for (Step step : lines.get(i)) {
                double y = scale.coordinate(step.value);
                points.append(SvgDrawing.point(time.coordinate(step.firstBlock), y))
                        .append(SvgDrawing.point(time.coordinate(step.lastBlock), y));
            }
            drawing.polyline(points.toString(), series.get(i).style());
        }
    }

    /** A step for each round; where rounds are narrower than a pixel, for several. */
    private List<Step> steps(Series series) {
        List<RoundSummary> rounds = series.strategy().rounds().stream()
                .filter(RoundSummary::isEvaluated)
                .toList();
        int roundsPerStep = rounds.size() / PriceSeries.MAX_POINTS + 1;
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < rounds.size(); i += roundsPerStep) {
            List<RoundSummary> merged = rounds.subList(i, Math.min(rounds.size(), i + roundsPerStep));
            double mean = merged.stream()
                    .map(round -> round.evaluations().get(series.model()))
                    .mapToDouble(series.value())
                    .filter(Double::isFinite)
                    .average()
                    .orElse(0);
            steps.add(new Step(
                    merged.get(0).startBlock(), merged.get(merged.size() - 1).endBlock(), mean));
        }
        return steps;
    }
}
