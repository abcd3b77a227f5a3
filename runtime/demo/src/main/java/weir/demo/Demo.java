package weir.demo;

import com.google.gson.GsonBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import weir.demo.internal.DemoMarket;
import weir.demo.internal.DemoReport;
import weir.demo.internal.DemoResult;
import weir.demo.internal.DemoRound;
import weir.demo.internal.DemoRun;
import weir.demo.internal.DemoScores;
import weir.demo.internal.DemoTable;
import weir.embedded.StrategyCatalog;
import weir.embedded.StrategyJar;
import weir.launcher.Assembly;
import weir.report.OutputFile;
import weir.report.ProgressLine;

/** {@code weir demo} from the market to the report, on the terminal. */
public final class Demo {

    private final Assembly assembly;
    private final String strategy;
    private final Path json;
    private final Path report;

    /**
     * @param assembly the host that is played against
     * @param strategy a shipped strategy, {@code NAME} or {@code NAME@RANGE}
     * @param json where the figures go; {@code null} for nowhere
     * @param report where the report goes
     */
    public Demo(Assembly assembly, String strategy, Path json, Path report) {
        this.assembly = assembly;
        this.strategy = strategy;
        this.json = json;
        this.report = report;
    }

    /**
     * Plays a round and shows it.
     *
     * @param swaps file of real swaps, or {@code null} for a market made from the seed
     * @return whether nothing failed
     */
    public boolean run(Path swaps, long seed) {
        long start = System.nanoTime();
        if (swaps != null) {
            DemoMarket.requireFile(swaps);
        }
        OutputFile.requireWritable(report);
        if (json != null) {
            OutputFile.requireWritable(json);
        }
        StrategyJar played = StrategyCatalog.in(assembly.plugins()).choose(strategy);
        DemoMarket market = swaps == null ? DemoMarket.seeded(seed) : DemoMarket.ofFile(swaps);
        DemoRun demo = new DemoRun(assembly, market, played, System.out::println);
        System.out.printf(
                Locale.ROOT,
                "%s: %d queries over %.1f hours, strategy %s%n",
                market.source(),
                demo.queries(),
                market.hours(market.endBlock()),
                played);
        DemoRound round;
        try (ProgressLine progress = new ProgressLine(System.err, System.console() != null)) {
            round = demo.play(progress);
        }
        DemoResult figures = DemoResult.of(round, Duration.ofNanos(System.nanoTime() - start));
        List<DemoTable.Row> rows = DemoTable.rows(figures, market.pool());

        List<DemoScores.Row> scores = DemoScores.of(round, assembly);

        OutputFile.write(report, DemoReport.page(round, rows, DemoScores.table(scores)));
        if (json != null) {
            Map<String, Object> flat = figures.flat();
            scores.forEach(score -> score.addTo(flat));
            OutputFile.write(
                    json, new GsonBuilder().setPrettyPrinting().create().toJson(flat) + "\n");
        }
        System.out.println();
        System.out.print(DemoTable.text(rows));
        System.out.println();
        DemoScores.table(scores).print();
        System.out.println();
        System.out.println("report         " + report.toAbsolutePath());
        round.complaints().forEach(complaint -> System.err.println("weir: " + complaint + "."));
        return round.complaints().isEmpty();
    }
}
