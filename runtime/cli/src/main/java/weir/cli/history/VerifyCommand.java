package weir.cli.history;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weir.base.WeirException;
import weir.cli.HomeOption;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.SwapStore;
import weir.history.load.ContinuityCheck;
import weir.history.load.ContinuityCheck.Gap;
import weir.history.load.ContinuityCheck.Report;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;
import weir.launcher.Home;

/** {@code weir history verify}. */
@Command(
        name = "verify",
        description = {
            "Checks the stored swaps of a pool against each other, without a network.",
            "Reports the share of swaps whose amounts follow from the event before, and the places where swaps are missing or wrong."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no contradiction",
            "1:swaps are missing or wrong",
            "2:wrong usage, or the pool has no history"
        })
final class VerifyCommand implements Callable<Integer> {

    @Mixin
    private BlockOptions options;

    @Mixin
    private HomeOption home;

    @Override
    public Integer call() {
        return verify(home.home(), options.pool(), options.blocks());
    }

    /** Checks a pool, prints the result, and returns the exit code. */
    static int verify(Home home, PoolKey pool, BlockRange blocks) {
        try (SwapStore store = SwapStore.embedded(home.history())) {
            if (store.pool(pool).isEmpty()) {
                throw WeirException.usage(
                        "the history has no swaps of pool " + pool, "`weir history info` lists its pools.");
            }
            Optional<PoolMetadata> metadata = new PoolMetadataStore(home.pools()).find(pool);
            OptionalInt tickSpacing =
                    metadata.stream().mapToInt(PoolMetadata::tickSpacing).findFirst();
            Report report = ContinuityCheck.check(store, pool, blocks, tickSpacing);
            print(report);
            if (tickSpacing.isEmpty()) {
                System.out.println("the tick spacing is unknown, so fewer swaps can be proven: describe the pool in "
                        + new PoolMetadataStore(home.pools()).file(pool));
            }
            return report.gapCount() == 0 ? 0 : 1;
        }
    }

    private static void print(Report report) {
        System.out.printf(
                Locale.ROOT,
                "%,d swaps checked: %,d proven (%.1f %%), %,d not provable from the stored events, %,d contradicted%n",
                report.swaps(),
                report.proven(),
                100 * report.provenShare(),
                report.unprovable(),
                report.gapCount());
        for (Gap gap : report.gaps()) {
            System.out.printf(
                    "  block %d log index %d contradicts the swap before it, of block %d%n",
                    gap.block(), gap.logIndex(), gap.previousBlock());
        }
        if (report.gapCount() > report.gaps().size()) {
            System.out.printf(
                    Locale.ROOT,
                    "  and %,d more%n",
                    report.gapCount() - report.gaps().size());
        }
        if (report.gapCount() > 0) {
            System.out.println(
                    "Swaps between the two blocks are missing, or one of the two is wrong: fetch these blocks"
                            + " again from another source, and replace them with `weir history replace`.");
        }
    }
}
