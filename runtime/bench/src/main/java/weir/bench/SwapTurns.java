package weir.bench;

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
import weir.bench.SwapTally.Phase;
import weir.report.ProgressLine;

/**
 * Turns of swaps under a load that goes on. Rests lie between them, so that what else the machine does burdens both alike; what the
 * host holds is looked at before the first, after half and after the last. For one thread.
 */
final class SwapTurns {

    private static final int SWAPS_A_TURN = 75;
    private static final Duration REST = Duration.ofSeconds(3);

    private final Host host;
    private final List<Swapper> swappers;
    private final OpenLoad load;
    private final SwapTally tally;
    private final PointerSwaps pointers;
    private final List<Footprint> footprints = new ArrayList<>();

    SwapTurns(Host host, List<Swapper> swappers, OpenLoad load, SwapTally tally) {
        this.host = host;
        this.swappers = swappers;
        this.load = load;
        this.tally = tally;
        this.pointers = new PointerSwaps(host.home().data().resolve("changes.jsonl"));
    }

    /** All swaps of a measurement. */
    void run(int swaps, PrintStream out) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(swappers.size());
        try (ProgressLine progress = new ProgressLine(out, System.console() != null)) {
            examine();
            long begun = System.nanoTime();
            rest();
            for (int done = 0; done < swaps; ) {
                int turn = Math.min(SWAPS_A_TURN, swaps - done);
                load.phase(Phase.SWAPPING);
                turn(turn, threads);
                awaitUninstalled();
                rest();
                pointers.read();
                boolean half = done < swaps / 2 && done + turn >= swaps / 2;
                done += turn;
                if (half || done == swaps) {
                    examine();
                }
                Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
                progress.show(
                        String.format(Locale.ROOT, "  %,d of %,d swaps, %d answers lost", done, swaps, tally.lost()),
                        elapsed,
                        Optional.of(elapsed.multipliedBy(swaps - done).dividedBy(done)));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    Figures figures() {
        return pointers.figures()
                .addAll(Footprint.figures(footprints.get(0), footprints.get(1), footprints.get(footprints.size() - 1)));
    }

    private void rest() throws InterruptedException {
        load.phase(Phase.RESTING);
        Thread.sleep(REST.toMillis());
    }

    private void examine() throws IOException, InterruptedException {
        load.phase(Phase.EXAMINED);
        footprints.add(host.footprint());
        // Those who waited for the collection are not to be taken for those who come after it.
        Thread.sleep(REST.toMillis());
    }

    /** All strategies at once, each its share. */
    private void turn(int swaps, ExecutorService threads) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < swappers.size(); i++) {
            Swapper swapper = swappers.get(i);
            int share = swaps / swappers.size() + (i < swaps % swappers.size() ? 1 : 0);
            running.add(threads.submit(() -> {
                for (int n = 0; n < share; n++) {
                    swapper.swap();
                }
                return null;
            }));
        }
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof WeirException failure ? failure : e;
            }
        }
    }

    /** Until the host's own list names the newest versions alone: all others are drained and uninstalled. */
    private void awaitUninstalled() throws InterruptedException {
        for (Swapper swapper : swappers) {
            host.await("old versions of " + swapper + " stay installed", () -> swapper.isAlone(host.installed()));
        }
    }
}
