package weir.cli.demo;

import com.google.gson.GsonBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import weir.cli.OutputFile;
import weir.cli.ProgressLine;
import weir.cli.host.Assembly;
import weir.cli.strategy.StrategyJar;
import weir.cli.strategy.StrategyShelf;

/** {@code weir demo} from the market to the report, on the terminal. */
public final class DemoSession {

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
    public DemoSession(Assembly assembly, String strategy, Path json, Path report) {
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
        StrategyJar played = StrategyShelf.shipped(assembly).choose(strategy);
        DemoMarket market = swaps == null ? DemoMarket.seeded(seed) : DemoMarket.ofFile(swaps);
        Demo demo = new Demo(assembly, market, played, System.out::println);
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
        Figures figures = Figures.of(round, Duration.ofNanos(System.nanoTime() - start));
        List<DemoTable.Row> rows = DemoTable.rows(figures, market.pool());

        List<DemoScores.Row> scores = DemoScores.of(round, assembly);

        OutputFile.write(report, HtmlReport.page(round, rows, DemoScores.table(scores)));
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
