package weir.cli.history;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.cli.HomeOption;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapHistory;
import weir.history.SwapStore;
import weir.report.FailureReport;

/** {@code weir history info}. */
@Command(name = "info", description = "Shows the pools and blocks of the history, and its gaps.", sortOptions = false)
final class InfoCommand implements Callable<Integer> {

    private static final int SHOWN_GAPS = 10;

    @Parameters(
            arity = "0..1",
            paramLabel = "SOURCE",
            description = "A database instead of the history: postgresql://user:password@host:port/database.")
    private String source;

    @Option(names = "--pool", paramLabel = "POOL", description = "Only this pool.")
    private String pool;

    @Mixin
    private HomeOption home;

    @Override
    public Integer call() {
        int exitCode = 0;
        try (SwapHistory history = source != null
                ? HistoryCommand.database(source, true)
                : SwapStore.embedded(home.home().history())) {
            int shown = 0;
            for (PoolKey key : pool == null ? history.pools() : List.of(HistoryCommand.pool(pool))) {
                try {
                    Optional<PoolInfo> info = history.pool(key);
                    info.ifPresent(InfoCommand::show);
                    shown += info.isPresent() ? 1 : 0;
                } catch (HistoryException e) {
                    // A damaged pool does not hide the others.
                    exitCode = FailureReport.print(e, System.err);
                }
            }
            if (shown == 0 && exitCode == 0) {
                System.out.println("no swaps of " + (pool == null ? "any pool" : pool)
                        + "; import some with `weir history import`");
            }
        }
        return exitCode;
    }

    private static void show(PoolInfo info) {
        System.out.println("pool " + info.pool());
        System.out.printf(Locale.ROOT, "  swaps   %,d%n", info.rows());
        System.out.println("  blocks  " + info.firstBlock() + " to " + info.lastBlock());
        if (!info.eventBlocks().isEmpty()) {
            String blocks =
                    info.eventBlocks().stream().map(BlockRange::toString).collect(Collectors.joining(", "));
            System.out.printf(
                    Locale.ROOT, "  events  %,d mints, burns and others; complete for %s%n", info.events(), blocks);
        }
        if (info.bytes() >= 0) {
            System.out.printf(Locale.ROOT, "  size    %.1f MB%n", info.bytes() / 1e6);
        }
        if (info.isApproximate()) {
            System.out.println("  approximate: prices are ratios of ticks, up to 1 bp below the true ones");
        }
        List<BlockRange> gaps = info.gaps();
        gaps.stream()
                .limit(SHOWN_GAPS)
                .forEach(gap -> System.out.println("  gap     " + gap + " is not in the history"));
        if (gaps.size() > SHOWN_GAPS) {
            System.out.println("  and " + (gaps.size() - SHOWN_GAPS) + " more gaps");
        }
    }
}
