package weir.cli.history;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.history.BlockRange;
import weir.history.PoolInfo;
import weir.history.SwapHistory;
import weir.history.SwapStores;
import weir.launcher.settings.Settings;

/** {@code weir history info}: pools, blocks, swaps and gaps. */
@Command(
        name = "info",
        description = "Shows which pools and blocks the history holds, and where it has gaps.",
        sortOptions = false)
final class InfoCommand implements Callable<Integer> {

    /** Gaps shown of one pool; the rest is counted. */
    private static final int SHOWN_GAPS = 10;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Parameters(
            arity = "0..1",
            paramLabel = "SOURCE",
            description = "A database to look into instead: postgresql://user:password@host:port/database.")
    private String source;

    @Option(names = "--pool", paramLabel = "POOL", description = "Only this one.")
    private String pool;

    @Option(names = "--home", paramLabel = "FOLDER", description = "Home with the history (~/.weir).")
    private String home;

    @Override
    public Integer call() {
        Settings settings = HistoryCommand.settings(home);
        try (SwapHistory history =
                source != null ? SwapStores.postgres(source) : SwapStores.embedded(HistoryCommand.folder(settings))) {
            List<PoolInfo> pools = pool == null
                    ? history.pools()
                    : history.pool(HistoryCommand.pool(pool)).stream().toList();
            if (pools.isEmpty()) {
                System.out.println(
                        "no swaps of " + (pool == null ? "any pool" : pool) + "; `weir history import` brings some in");
            }
            pools.forEach(InfoCommand::show);
            return 0;
        }
    }

    private static void show(PoolInfo info) {
        System.out.println("pool " + info.pool());
        System.out.printf(Locale.ROOT, "  swaps   %,d%n", info.rows());
        System.out.println("  blocks  " + info.firstBlock() + " to " + info.lastBlock());
        if (info.bytes() >= 0) {
            System.out.printf(Locale.ROOT, "  size    %.1f MB%n", info.bytes() / 1e6);
        }
        if (info.approximate()) {
            System.out.println("  approximate: prices are ratios of ticks, up to 1 bp below the true ones");
        }
        List<BlockRange> gaps = info.gaps();
        gaps.stream()
                .limit(SHOWN_GAPS)
                .forEach(gap -> System.out.println("  gap     " + gap + ": nothing is known of these blocks"));
        if (gaps.size() > SHOWN_GAPS) {
            System.out.println("  and " + (gaps.size() - SHOWN_GAPS) + " more gaps");
        }
    }
}
