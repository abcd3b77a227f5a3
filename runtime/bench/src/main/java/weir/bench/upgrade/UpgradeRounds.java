package weir.bench.upgrade;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import weir.base.WeirException;
import weir.bench.Figures;
import weir.bench.host.Footprint;
import weir.bench.host.MeasuredHost;
import weir.bench.load.AnswerStats;
import weir.bench.load.AnswerStats.Phase;
import weir.bench.load.OpenLoopLoad;
import weir.report.ProgressLine;

/**
 * Rounds of upgrades under constant load. Pauses between them give the baseline, so that other load of the machine affects both. The
 * footprint of the host is taken before the first round, after half and after the last. Not thread-safe.
 */
final class UpgradeRounds {

    private static final int UPGRADES_PER_ROUND = 75;
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final MeasuredHost host;
    private final List<StrategyUpgrader> upgraders;
    private final OpenLoopLoad load;
    private final AnswerStats stats;
    private final RouteChangeTimes changes;
    private final List<Footprint> footprints = new ArrayList<>();

    UpgradeRounds(MeasuredHost host, List<StrategyUpgrader> upgraders, OpenLoopLoad load, AnswerStats stats) {
        this.host = host;
        this.upgraders = upgraders;
        this.load = load;
        this.stats = stats;
        this.changes = new RouteChangeTimes(host.home().data().resolve("changes.jsonl"));
    }

    /** Runs all upgrades of a measurement. */
    void run(int upgradeCount, PrintStream out) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(upgraders.size());
        try (ProgressLine progress = new ProgressLine(out, System.console() != null)) {
            takeFootprint();
            long begun = System.nanoTime();
            measureBaseline();
            for (int done = 0; done < upgradeCount; ) {
                int round = Math.min(UPGRADES_PER_ROUND, upgradeCount - done);
                load.phase(Phase.DISTURBED);
                upgrade(round, threads);
                awaitUninstalled();
                measureBaseline();
                changes.read();
                boolean half = done < upgradeCount / 2 && done + round >= upgradeCount / 2;
                done += round;
                if (half || done == upgradeCount) {
                    takeFootprint();
                }
                Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
                progress.show(
                        String.format(
                                Locale.ROOT,
                                "  %,d of %,d upgrades, %d answers lost",
                                done,
                                upgradeCount,
                                stats.lost()),
                        elapsed,
                        Optional.of(elapsed.multipliedBy(upgradeCount - done).dividedBy(done)));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    Figures figures() {
        return changes.figures()
                .addAll(Footprint.figures(footprints.get(0), footprints.get(1), footprints.get(footprints.size() - 1)));
    }

    private void measureBaseline() throws InterruptedException {
        load.phase(Phase.BASELINE);
        Thread.sleep(PAUSE.toMillis());
    }

    private void takeFootprint() throws IOException, InterruptedException {
        load.phase(Phase.PAUSED);
        footprints.add(host.footprint());
        // Queries that waited for the collection must not count for the next phase.
        Thread.sleep(PAUSE.toMillis());
    }

    /** Upgrades all strategies in parallel, each its share. */
    private void upgrade(int count, ExecutorService threads) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < upgraders.size(); i++) {
            StrategyUpgrader upgrader = upgraders.get(i);
            int share = count / upgraders.size() + (i < count % upgraders.size() ? 1 : 0);
            running.add(threads.submit(() -> {
                for (int n = 0; n < share; n++) {
                    upgrader.upgrade();
                }
                return null;
            }));
        }
        for (Future<?> upgrade : running) {
            try {
                upgrade.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof WeirException failure ? failure : e;
            }
        }
    }

    /** Waits until only the newest versions are installed. */
    private void awaitUninstalled() throws InterruptedException {
        for (StrategyUpgrader upgrader : upgraders) {
            host.await(
                    "old versions of " + upgrader + " are still installed",
                    () -> upgrader.isOnlyVersion(host.installedFiles()));
        }
    }
}
