package weir.cli.history;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.base.WeirException;
import weir.cli.HomeOption;
import weir.history.BlockRange;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.report.FailureReport;

/** {@code weir history prune}. */
@Command(
        name = "prune",
        description = {
            "Removes old swaps and other events from the history.",
            "The days count back from the newest stored swap of each pool, not from today. Nothing else removes swaps by age."
        },
        sortOptions = false)
final class PruneCommand implements Callable<Integer> {

    private static final long SECONDS_PER_DAY = 86_400;

    @Option(
            names = "--keep-days",
            required = true,
            paramLabel = "DAYS",
            description = "Keeps the newest DAYS days of each pool, at least 1.")
    private int keptDays;

    @Option(names = "--pool", paramLabel = "POOL", description = "Only this pool (default: all).")
    private String pool;

    @Option(names = "--dry-run", description = "Shows what would be removed, and removes nothing.")
    private boolean dryRun;

    @Mixin
    private HomeOption home;

    @Override
    public Integer call() {
        if (keptDays < 1) {
            throw WeirException.usage(
                    "--keep-days is " + keptDays, "Give at least 1; `weir history remove` removes a whole pool.");
        }
        int exitCode = 0;
        try (SwapStore store = SwapStore.embedded(home.home().history())) {
            List<PoolKey> pools = pool == null ? List.copyOf(store.pools()) : List.of(HistoryCommand.pool(pool));
            if (pools.isEmpty()) {
                System.out.println("no swaps are stored, nothing to remove");
            }
            for (PoolKey key : pools) {
                try {
                    prune(store, key);
                } catch (WeirException e) {
                    // A damaged pool does not keep the others from being pruned.
                    exitCode = FailureReport.print(e, System.err);
                }
            }
        }
        return exitCode;
    }

    private void prune(SwapStore store, PoolKey key) {
        PoolInfo info = store.pool(key)
                .orElseThrow(() -> WeirException.usage(
                        "the history has no swaps of pool " + key, "`weir history info` lists its pools."));
        Optional<SwapRow> newest = store.last(key, new BlockRange(info.firstBlock(), info.lastBlock()));
        if (newest.isEmpty()) {
            System.out.println("pool " + key + ": no swaps, nothing to remove");
            return;
        }
        long firstKept = firstBlockSince(store, info, time(key, newest.get()) - keptDays * SECONDS_PER_DAY);
        if (firstKept <= info.firstBlock()) {
            System.out.println("pool " + key + ": nothing is older than " + keptDays + " days");
            return;
        }
        BlockRange old = new BlockRange(info.firstBlock(), firstKept - 1);
        if (dryRun) {
            System.out.println("pool " + key + ": would remove blocks " + old);
        } else {
            System.out.printf(Locale.ROOT, "pool %s: removed blocks %s, %,d swaps%n", key, old, store.remove(key, old));
        }
    }

    /** The block of the first swap that is not older than a time. The newest swap is not. */
    private static long firstBlockSince(SwapStore store, PoolInfo info, long seconds) {
        long low = info.firstBlock();
        long high = info.lastBlock();
        while (low < high) {
            long middle = (low + high) >>> 1;
            Optional<SwapRow> swap = store.first(info.pool(), new BlockRange(middle, high));
            if (swap.isEmpty() || time(info.pool(), swap.get()) >= seconds) {
                high = middle;
            } else {
                low = swap.get().block() + 1;
            }
        }
        return low;
    }

    private static long time(PoolKey key, SwapRow swap) {
        if (swap.timestamp() < 0) {
            throw WeirException.failed(
                    "the stored swap in block " + swap.block() + " of pool " + key + " has no time",
                    "Remove its old blocks by number: weir history remove --pool " + key + " --to BLOCK.");
        }
        return swap.timestamp();
    }
}
