package weir.cli.history;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.cli.HomeOption;
import weir.history.BlockRange;
import weir.history.PoolInfo;
import weir.history.SwapHistory;
import weir.history.SwapStores;

/** {@code weir history info}. */
@Command(name = "info", description = "Shows the pools and blocks of the history, and its gaps.", sortOptions = false)
final class InfoCommand implements Runnable {

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
    public void run() {
        try (SwapHistory history = source != null
                ? HistoryCommand.database(source, true)
                : SwapStores.embedded(home.home().history())) {
            List<PoolInfo> pools = pool == null
                    ? history.pools()
                    : history.pool(HistoryCommand.pool(pool)).stream().toList();
            if (pools.isEmpty()) {
                System.out.println("no swaps of " + (pool == null ? "any pool" : pool)
                        + "; import some with `weir history import`");
            }
            pools.forEach(InfoCommand::show);
        }
    }

    private static void show(PoolInfo info) {
        System.out.println("pool " + info.pool());
        System.out.printf(Locale.ROOT, "  swaps   %,d%n", info.rows());
        System.out.println("  blocks  " + info.firstBlock() + " to " + info.lastBlock());
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
