package weir.cli.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weir.base.ServerAddress;
import weir.base.WeirException;
import weir.cli.HomeOption;
import weir.history.BlockRange;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapHistory;
import weir.history.SwapStore;
import weir.history.load.HistoryImport;
import weir.history.load.HistoryImport.Progress;
import weir.history.load.HistoryImport.Report;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;
import weir.launcher.Home;
import weir.launcher.settings.DatabaseVariable;
import weir.report.ProgressLine;

/** {@code weir history import}. */
@Command(
        name = "import",
        description = {
            "Imports the swaps of a pool: all of them or none.",
            "To resume an interrupted import, run the same command again. A repeated import adds nothing."
        },
        sortOptions = false,
        footerHeading = "%nColumns of a file:%n",
        footer = {
            "  block_number,log_index,tx_hash,timestamp,sqrt_price_x96,tick,liquidity,amount0,amount1",
            "or those of Dune, The Graph, BigQuery, Flipside or cryo (docs/history.md)."
        })
class ImportCommand implements Callable<Integer> {

    /** {@code weir history replace}. */
    @Command(
            name = "replace",
            description = {
                "Replaces the stored swaps of a pool, from the first block of the source to its last one, with those of the source.",
                "Use it if the source contradicts the history and is right. A crash leaves the old or the new swaps."
            })
    static final class Replace extends ImportCommand {

        Replace() {
            super(true);
        }
    }

    private final boolean replace;

    @Parameters(
            arity = "0..1",
            paramLabel = "SOURCE",
            description =
                    "FILE.csv, FILE.csv.gz, FILE.csv.zst, - for standard input, or postgresql://user:password@host:port/database. Without it, the"
                            + " database of DB_CONNECTION_STRING, which keeps the password off the command line.")
    private String source;

    @Mixin
    private BlockOptions options;

    @Mixin
    private FileOptions fileOptions;

    @Mixin
    private HomeOption home;

    ImportCommand() {
        this(false);
    }

    private ImportCommand(boolean replace) {
        this.replace = replace;
    }

    @Override
    public Integer call() throws IOException {
        Home at = home.home();
        PoolKey key = options.pool();
        BlockRange blocks = options.blocks();
        Path file = Path.of("-".equals(source) ? "/dev/stdin" : String.valueOf(source));
        String input = source != null ? source : DatabaseVariable.value(System.getenv(), Path.of(""));
        if (input.isEmpty()) {
            throw WeirException.usage("there is no source", "Name a file or a database, or set DB_CONNECTION_STRING.");
        }
        // A malformed address must not be taken for a file, because a message would show its password as the name.
        boolean isDatabase = source == null || ServerAddress.isLikely(source);
        Optional<PoolMetadata> metadata = isDatabase ? Optional.empty() : metadata(file, key);
        try (SwapStore store = SwapStore.embedded(at.history());
                ProgressLine line = ProgressLine.onError()) {
            HistoryImport run = new HistoryImport(store, progress -> show(line, progress), replace);
            Report report;
            if (isDatabase) {
                try (SwapHistory database = HistoryCommand.database(input, source != null)) {
                    report = run.fromHistory(database, database.toString(), key, blocks);
                }
            } else {
                report = run.fromCsv(file, key, blocks, fileOptions.options());
            }
            metadata.ifPresent(new PoolMetadataStore(at.pools())::save);
            line.close();
            print(report, store.pool(key).orElseThrow());
            return 0;
        }
    }

    /**
     * The {@code pool.json} beside the file; empty if it is missing or not valid, because the import does not need it.
     *
     * @throws WeirException if it describes another pool, because these are then probably swaps of that pool
     */
    private static Optional<PoolMetadata> metadata(Path file, PoolKey key) {
        Path json = file.toAbsolutePath().resolveSibling("pool.json");
        if (Files.notExists(json)) {
            return Optional.empty();
        }
        PoolMetadata metadata;
        try {
            metadata = PoolMetadata.read(json);
        } catch (WeirException e) {
            System.err.println("weir: " + e.problem() + "; `weir backtest` needs it.");
            return Optional.empty();
        }
        if (!metadata.key().equals(key)) {
            throw WeirException.usage(
                    json + " describes pool " + metadata.key() + ", and --pool is " + key,
                    "Give --pool " + metadata.key() + ", or move the file of swaps to its own directory.");
        }
        return Optional.of(metadata);
    }

    private static void show(ProgressLine line, Progress progress) {
        String state = String.format(Locale.ROOT, "%,d swaps, %.0f %%", progress.rows(), progress.fraction() * 100);
        line.show(state, progress.elapsed(), progress.remainingTime());
    }

    private void print(Report report, PoolInfo info) {
        if (replace) {
            System.out.printf(Locale.ROOT, "%,d swaps stored; blocks %s replaced%n", report.added(), report.blocks());
        } else {
            System.out.printf(
                    Locale.ROOT,
                    "%,d swaps added, %,d were there; blocks %s%n",
                    report.added(),
                    report.alreadyStored(),
                    report.blocks());
        }
        if (report.events() > 0) {
            System.out.printf(Locale.ROOT, "%,d mints, burns and other events added%n", report.events());
        }
        if (report.rowsWithNewValues() > 0) {
            System.out.printf(
                    Locale.ROOT,
                    "%,d stored swaps lack a time or hash that the source has: `weir history replace` stores it%n",
                    report.rowsWithNewValues());
        }
        if (report.duplicates() > 0) {
            System.out.printf(
                    Locale.ROOT,
                    "%,d rows of the source repeat another row of their block; each was counted once%n",
                    report.duplicates());
        }
        if (report.resumed() > 0) {
            System.out.printf(Locale.ROOT, "%,d of them were read by an interrupted import%n", report.resumed());
        }
        if (info.isApproximate()) {
            System.out.println(
                    "the source is approximate: its prices are ratios of ticks, up to 1 bp below the true ones");
        }
        if (!info.gaps().isEmpty()) {
            System.out.printf(
                    "%d gaps between the blocks: `weir history info` lists them%n",
                    info.gaps().size());
        }
    }
}
