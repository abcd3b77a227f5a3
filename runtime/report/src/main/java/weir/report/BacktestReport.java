package weir.report;

import weir.backtest.experiment.BacktestResult;
import weir.backtest.experiment.ResultCaveats;
import weir.report.html.HtmlPage;
import weir.report.internal.BacktestCharts;
import weir.report.internal.BacktestTables;

/** A backtest as an HTML page. */
public final class BacktestReport {

    /** Number of rounds at either end of the table. */
    private static final int ROUNDS_AT_EACH_END = 60;

    private static final String MODEL_EXPLANATION =
            "Model validator is the public validator's arithmetic: at every swap, it derives the liquidity of a position again from"
                    + " the amounts in the miner's answer. Tokens that this liquidity does not need are lost, and tokens of closed"
                    + " positions do not return to the inventory within the round. Model v3 is that of a real position: its"
                    + " liquidity is fixed when it is opened, it gets its share of the fees on the path of each swap, and its tokens"
                    + " return when it is closed. The columns \"change\" compare the tokens at the end with those at the start, without fees. \"Against holding\" is the mean"
                    + " over rounds of this value: the tokens and fees at the end, minus the initial tokens at the same price, divided"
                    + " by the value at the start.";

    private BacktestReport() {}

    /** The page. */
    public static String html(BacktestResult result) {
        BacktestTables tables = new BacktestTables(result);
        String name = result.primaryStrategy().name();
        HtmlPage page = new HtmlPage(
                "Weir backtest: " + name,
                "Backtest of " + name,
                BacktestText.period(result) + ": " + BacktestText.rounds(result) + ".");
        page.heading("Score, mean of the rounds").table(tables.scores());
        page.heading("Means of the rounds with 95 % intervals, score "
                        + result.plan().targets().get(0).name())
                .table(tables.means());
        page.heading("The strategy minus each other one, paired by round")
                .table(tables.differences())
                .paragraph(BacktestText.intervals(result) + ".");
        page.heading("All rounds together").table(tables.totals());
        page.heading("Notes").list(ResultCaveats.of(result));
        page.heading("Price with ranges, inventory, fees, score");
        BacktestCharts charts = new BacktestCharts(result);
        charts.addTo(page);
        page.paragraph("Point at a rectangle to see its range, drag to zoom, double-click to see everything."
                + (charts.drawnRoundInterval() == 1
                        ? ""
                        : " The ranges of every " + charts.drawnRoundInterval() + "th round are drawn."));
        int rounds = result.primaryStrategy().rounds().size();
        page.heading(
                        rounds > 2 * ROUNDS_AT_EACH_END
                                ? "The first and the last " + ROUNDS_AT_EACH_END + " of " + rounds + " rounds"
                                : "Rounds")
                .paragraph(
                        "Scores are by target " + result.plan().targets().get(0).name()
                                + ". Columns without the name of a model show model "
                                + result.mainModels().get(0).label() + ".")
                .table(tables.rounds(ROUNDS_AT_EACH_END));
        page.heading("How to read it").paragraph(MODEL_EXPLANATION);
        page.list(result.plan().targets().stream()
                .map(target -> "Score " + target.name() + ": " + target.description() + ".")
                .toList());
        return page.html();
    }
}
