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
    private static final int PANEL = 110;
    private static final int BETWEEN = 40;
    private static final int HEIGHT = PRICE_BOTTOM + 3 * (PANEL + BETWEEN) + 40;

    /** With more ranges than this, only some rounds have their ranges drawn. */
    private static final int MOST_BANDS = 2_000;

    private final BacktestResult result;
    private final BacktestPlan run;
    private final LinearScale time;
    private final SvgDrawing drawing =
            new SvgDrawing(WIDTH, HEIGHT, "Price with ranges, and inventory, fees and score of each round");

    private BacktestChart(BacktestResult result) {
        this.result = result;
        this.run = result.plan();
        this.time = new LinearScale(run.blocks().first(), run.blocks().last(), LEFT, RIGHT);
    }

    public static SvgDrawing of(BacktestResult result) {
        return new BacktestChart(result).draw();
    }

    /** The ranges of every n-th round are drawn; this is n. */
    public static int every(BacktestResult result) {
        long bands = result.primaryStrategy().rounds().stream()
                .flatMap(round -> round.rebalances().stream())
                .mapToLong(held -> held.positions().size())
                .sum();
        return (int) (bands / MOST_BANDS) + 1;
    }

    private SvgDrawing draw() {
        new PriceChart(
                        drawing,
                        run.pool(),
                        time,
                        PRICE_TOP,
                        PRICE_BOTTOM,
                        result.prices().points(),
                        bands())
                .draw();
        int top = PRICE_BOTTOM + BETWEEN;
        panel(top, "inventory at the end of a round against its start, %", inventory());
        top += PANEL + BETWEEN;
        panel(top, "fees of a round, " + run.pool().token1().symbol(), byModel(RoundEvaluation::feeValue));
        top += PANEL + BETWEEN;
        List<Series> scores =
                new ArrayList<>(byModel(outcome -> outcome.scores().get(0)));
        reference(scores);
        panel(top, "score of a round: " + run.targets().get(0).name(), scores);
        drawing.hours(new LinearScale(0, result.hoursAfterStart(run.blocks().last()), LEFT, RIGHT), top + PANEL);
        return drawing;
    }

    private List<Band> bands() {
        List<Band> bands = new ArrayList<>();
        List<RoundSummary> rounds = result.primaryStrategy().rounds();
        for (int i = 0; i < rounds.size(); i += every(result)) {
            List<Rebalance> held = rounds.get(i).rebalances();
            for (int k = 0; k < held.size(); k++) {
                long from = held.get(k).block();
                long to = k + 1 < held.size()
                        ? held.get(k + 1).block()
                        : rounds.get(i).endBlock();
                held.get(k).positions().forEach(position -> bands.add(new Band(position, from, to)));
            }
        }
        return bands;
    }

    /** A line of a panel, with one value for each round. */
    private record Series(
            String style, StrategyResult strategy, Model model, ToDoubleFunction<RoundEvaluation> figure) {}

    private List<Series> byModel(ToDoubleFunction<RoundEvaluation> figure) {
        List<Series> series = new ArrayList<>();
        for (Model model : result.models()) {
            series.add(new Series(model == Model.VALIDATOR ? "a" : "b", result.primaryStrategy(), model, figure));
        }
        return series;
    }

    private List<Series> inventory() {
        double start0 = run.pool().token0().whole(run.inventory().amount0());
        double start1 = run.pool().token1().whole(run.inventory().amount1());
        List<Series> series = new ArrayList<>();
        for (Model model : result.models()) {
            String dashed = model == Model.V3 ? " dashed" : "";
            series.add(new Series(
                    "a" + dashed, result.primaryStrategy(), model, outcome -> percent(outcome.token0Change(), start0)));
            series.add(new Series(
                    "b" + dashed, result.primaryStrategy(), model, outcome -> percent(outcome.token1Change(), start1)));
        }
        return series;
    }

    private static double percent(double change, double start) {
        return start == 0 ? 0 : change / start * 100;
    }

    private void reference(List<Series> series) {
        if (result.strategies().size() > 2) {
            Model model = result.models().get(0);
            StrategyResult reference = result.strategies().get(2);
            series.add(new Series(
                    "c", reference, model, outcome -> outcome.scores().get(0)));
        }
    }

    private void panel(int top, String title, List<Series> series) {
        List<List<double[]>> lines = series.stream().map(this::steps).toList();
        double low = 0;
        double high = 0;
        for (List<double[]> line : lines) {
            for (double[] step : line) {
                low = Math.min(low, step[2]);
                high = Math.max(high, step[2]);
            }
        }
        if (high == low) {
            high = low + 1;
        }
        LinearScale scale = new LinearScale(low, high, top + PANEL, top);
        drawing.text(LEFT, top - 8, "start", "%s", title);
        drawing.verticalAxis(scale, LEFT, RIGHT, 3, "");
        drawing.rule(LEFT, scale.at(0), RIGHT, scale.at(0), "zero");
        for (int i = 0; i < lines.size(); i++) {
            StringBuilder points = new StringBuilder();
            for (double[] step : lines.get(i)) {
                points.append(SvgDrawing.point(time.at(step[0]), scale.at(step[2])));
                points.append(SvgDrawing.point(time.at(step[1]), scale.at(step[2])));
            }
            drawing.line(points.toString(), series.get(i).style());
        }
    }

    /** First block, last block, value; where rounds are narrower than a pixel, the mean of several. */
    private List<double[]> steps(Series series) {
        List<RoundSummary> rounds = series.strategy().rounds().stream()
                .filter(RoundSummary::isEvaluated)
                .toList();
        int together = rounds.size() / PriceSeries.MAX_POINTS + 1;
        List<double[]> steps = new ArrayList<>();
        for (int i = 0; i < rounds.size(); i += together) {
            List<RoundSummary> some = rounds.subList(i, Math.min(rounds.size(), i + together));
            double mean = some.stream()
                    .map(round -> round.evaluations().get(series.model()))
                    .mapToDouble(series.figure())
                    .filter(Double::isFinite)
                    .average()
                    .orElse(0);
            steps.add(new double[] {
                some.get(0).startBlock(), some.get(some.size() - 1).endBlock(), mean
            });
        }
        return steps;
    }
}
