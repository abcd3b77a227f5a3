package weir.demo;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import weir.demo.internal.DemoHost;
import weir.demo.internal.DemoMarket;
import weir.demo.internal.DemoReport;
import weir.demo.internal.DemoResult;
import weir.demo.internal.DemoRound;
import weir.demo.internal.DemoRun;
import weir.demo.internal.DemoScores;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyCatalog;
import weir.launcher.Assembly;
import weir.report.OutputFile;
import weir.report.ProgressLine;

/**
 * Sends the queries of a validator's evaluation round to a real host, prints the result and writes the report.
 *
 * @param assembly the host
 * @param strategy a shipped strategy, {@code NAME} or {@code NAME@RANGE}
 * @param json file for the figures; {@code null} for none
 * @param report file for the HTML report
 * @param page whether to keep the host and its operator page until the host or this process ends
 */
public record Demo(Assembly assembly, String strategy, Path json, Path report, boolean page) {

    /**
     * Plays the round.
     *
     * @param swaps file of recorded swaps; {@code null} for a market made from the seed
     * @return whether nothing went wrong
     * @throws weir.base.WeirException if an argument is not valid or the host does not start
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
        PackagedStrategy jar = StrategyCatalog.in(assembly.plugins()).choose(strategy);
        DemoMarket market = swaps == null ? DemoMarket.seeded(seed) : DemoMarket.ofFile(swaps);
        DemoRun run = new DemoRun(assembly, market, jar);
        System.out.printf(
                Locale.ROOT,
                "%s: %d queries over %.1f hours, strategy %s%n",
                market.source(),
                run.queryCount(),
                market.hoursSinceStart(market.endBlock()),
                jar);
        try (DemoHost host = run.startHost()) {
            showPage(host);
            DemoRound round;
            try (ProgressLine progress = new ProgressLine(System.err, System.console() != null)) {
                round = run.play(host, progress);
            }
            DemoResult result = DemoResult.of(round, Duration.ofNanos(System.nanoTime() - start));
            List<DemoScores.Row> scores = DemoScores.of(round, assembly);
            write(round, result, scores);
            System.out.println("\n" + result.text(market.pool()));
            System.out.println(DemoScores.table(scores).text());
            System.out.println("report         " + report.toAbsolutePath());
            round.problems().forEach(problem -> System.err.println("weir: " + problem + "."));
            if (page) {
                showPage(host);
                System.out.println("The host keeps running until Ctrl-C.");
                awaitEnd(host);
            }
            return round.problems().isEmpty();
        }
    }

    private void showPage(DemoHost host) {
        if (page) {
            System.out.println("operator page  " + host.pageUrl());
        }
    }

    private static void awaitEnd(DemoHost host) {
        try {
            host.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(DemoRound round, DemoResult result, List<DemoScores.Row> scores) {
        OutputFile.write(report, DemoReport.page(round, result, DemoScores.table(scores)));
        if (json != null) {
            JsonObject flat = result.json();
            scores.forEach(score -> score.addTo(flat));
            OutputFile.write(
                    json, new GsonBuilder().setPrettyPrinting().create().toJson(flat) + "\n");
        }
    }
}
