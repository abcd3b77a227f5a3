package weir.cli.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.base.WeirException;
import weir.history.BlockRange;
import weir.history.HistoryImport;
import weir.history.ImportProgress;
import weir.history.ImportReport;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.PoolMetadata;
import weir.history.PoolMetadataStore;
import weir.history.SwapHistory;
import weir.history.SwapStore;
import weir.history.SwapStores;
import weir.launcher.Home;
import weir.launcher.settings.DatabaseVariable;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;
import weir.report.ProgressLine;

/** {@code weir history import}: from a file or a validator's database into the home's history. */
@Command(
        name = "import",
        description = {
            "Brings the swaps of a pool into the history: all of them or none.",
            "Stopped half-way, the same command goes on where it stood; repeated, it adds nothing."
        },
        sortOptions = false,
        footerHeading = "%nA file has the columns:%n",
        footer = "  block_number,log_index,tx_hash,timestamp,sqrt_price_x96,tick,liquidity,amount0,amount1")
final class ImportCommand implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Parameters(
            arity = "0..1",
            paramLabel = "SOURCE",
            description = "FILE.csv, FILE.csv.gz or postgresql://user:password@host:port/database;"
                    + " left out, the database of DB_CONNECTION_STRING, which keeps the password off the command line.")
    private String source;

    @Option(
            names = "--pool",
            required = true,
            paramLabel = "POOL",
            description = "0x… on Base, or CHAIN:0x… such as 1:0x….")
    private String pool;

    @Option(names = "--from", paramLabel = "BLOCK", description = "First block (the source's first).")
    private String from;

    @Option(names = "--to", paramLabel = "BLOCK", description = "Last block (the source's last).")
    private String to;

    @Option(names = "--home", paramLabel = "FOLDER", description = "Home with the history (~/.weir).")
    private String home;

    @Override
    public Integer call() throws IOException {
        Settings settings = HistoryCommand.settings(home);
        PoolKey key = HistoryCommand.pool(pool);
        BlockRange blocks = HistoryCommand.blocks(from, to);
        String where = source != null ? source : DatabaseVariable.value(System.getenv(), Path.of(""));
        if (where.isEmpty()) {
            throw WeirException.usage(
                    "there is nothing to import from", "Name a file or a database, or set DB_CONNECTION_STRING.");
        }
        Optional<PoolMetadata> description =
                HistoryCommand.isDatabase(where) ? Optional.empty() : description(where, key);
        try (SwapStore store = SwapStores.embedded(HistoryCommand.folder(settings))) {
            ImportReport report = run(store, where, key, blocks);
            description.ifPresent(new PoolMetadataStore(new Home(settings.path(Setting.HOME)).pools())::save);
            PoolInfo info = store.pool(key).orElseThrow();
            System.out.println(said(report, info));
            return 0;
        }
    }

    private static ImportReport run(SwapStore store, String where, PoolKey key, BlockRange blocks) throws IOException {
        try (ProgressLine line = new ProgressLine(System.err, System.console() != null)) {
            HistoryImport run = new HistoryImport(store, progress -> show(line, progress));
            if (!HistoryCommand.isDatabase(where)) {
                return run.fromCsv(Path.of(where), key, blocks);
            }
            try (SwapHistory database = SwapStores.postgres(where)) {
                return run.fromHistory(database, database.toString(), key, blocks);
            }
        }
    }

    /**
     * What a backtest must know of the pool besides its swaps, where somebody says it; the import is good without it.
     *
     * @throws WeirException if it is of another pool: one of the two is a slip, and swaps cannot be taken out of a history
     */
    private static Optional<PoolMetadata> description(String where, PoolKey key) {
        Path file = Path.of(where).toAbsolutePath().resolveSibling("pool.json");
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        PoolMetadata pool;
        try {
            pool = PoolMetadata.read(file);
        } catch (WeirException e) {
            System.err.println("weir: " + e.getMessage() + "; `weir backtest` will ask for it.");
            return Optional.empty();
        }
        if (!pool.key().equals(key)) {
            throw WeirException.usage(
                    file + " is of pool " + pool.key() + ", and --pool is " + key,
                    "Give --pool " + pool.key() + ", or a folder of its own to the file of swaps.");
        }
        return Optional.of(pool);
    }

    private static void show(ProgressLine line, ImportProgress progress) {
        String done = String.format(Locale.ROOT, "%,d swaps, %.0f %%", progress.rows(), progress.done() * 100);
        line.show(done, progress.elapsed(), progress.left());
    }

    private static String said(ImportReport report, PoolInfo info) {
        StringBuilder said = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d swaps added, %,d were there; blocks %s",
                report.added(),
                report.known(),
                report.blocks()));
        if (report.resumed() > 0) {
            said.append(String.format(
                    Locale.ROOT, "%n%,d of them had been set aside by an interrupted run", report.resumed()));
        }
        if (info.approximate()) {
            said.append(String.format(
                    "%nthe source is approximate: its prices are ratios of ticks, up to 1 bp below the true ones"));
        }
        if (!info.gaps().isEmpty()) {
            said.append(String.format(
                    "%nnothing is known of %d ranges of blocks between: `weir history info` lists them",
                    info.gaps().size()));
        }
        return said.toString();
    }
}
