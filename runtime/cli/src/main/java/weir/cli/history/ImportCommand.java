package weir.cli.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.base.ServerAddress;
import weir.base.WeirException;
import weir.cli.HomeOption;
import weir.history.BlockRange;
import weir.history.HistoryException;
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
import weir.report.ProgressLine;

/** {@code weir history import}. */
@Command(
        name = "import",
        description = {
            "Imports the swaps of a pool: all of them or none.",
            "To resume an interrupted import, run the same command again. Repeated, it adds nothing."
        },
        sortOptions = false,
        footerHeading = "%nColumns of a file:%n",
        footer = "  block_number,log_index,tx_hash,timestamp,sqrt_price_x96,tick,liquidity,amount0,amount1")
final class ImportCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "SOURCE",
            description = "FILE.csv, FILE.csv.gz or postgresql://user:password@host:port/database. Without it, the"
                    + " database of DB_CONNECTION_STRING, which keeps the password off the command line.")
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

    @Mixin
    private HomeOption home;

    @Override
    public Integer call() throws IOException {
        Home at = home.home();
        PoolKey key = HistoryCommand.pool(pool);
        BlockRange blocks = blocks();
        String input = source != null ? source : DatabaseVariable.value(System.getenv(), Path.of(""));
        if (input.isEmpty()) {
            throw WeirException.usage("there is no source", "Name a file or a database, or set DB_CONNECTION_STRING.");
        }
        // A malformed address must not be taken for a file, because a message would show its password as the name.
        boolean isDatabase = source == null || ServerAddress.isLikely(source);
        Optional<PoolMetadata> metadata = isDatabase ? Optional.empty() : metadata(input, key);
        try (SwapStore store = SwapStores.embedded(at.history());
                ProgressLine line = ProgressLine.onError()) {
            HistoryImport run = new HistoryImport(store, progress -> show(line, progress));
            ImportReport report;
            if (isDatabase) {
                try (SwapHistory database = HistoryCommand.database(input, source != null)) {
                    report = run.fromHistory(database, database.toString(), key, blocks);
                }
            } else {
                report = run.fromCsv(Path.of(input), key, blocks);
            }
            metadata.ifPresent(new PoolMetadataStore(at.pools())::save);
            line.close();
            print(report, store.pool(key).orElseThrow());
            return 0;
        }
    }

    private BlockRange blocks() {
        try {
            return new BlockRange(block("--from", from, 0), block("--to", to, Long.MAX_VALUE));
        } catch (HistoryException e) {
            throw WeirException.usage(e.problem(), e.remedy());
        }
    }

    private static long block(String flag, String text, long otherwise) {
        if (text != null && !text.matches("\\d{1,18}")) {
            throw WeirException.usage(
                    flag + " '" + text + "' is no block number",
                    "Give a block number, not a date; `weir history info` shows the stored blocks.");
        }
        return text == null ? otherwise : Long.parseLong(text);
    }

    /**
     * The {@code pool.json} beside the file; empty if it is missing or not valid, because the import does not need it.
     *
     * @throws WeirException if it describes another pool, because swaps cannot be removed from a history
     */
    private static Optional<PoolMetadata> metadata(String file, PoolKey key) {
        Path json = Path.of(file).toAbsolutePath().resolveSibling("pool.json");
        if (!Files.isReadable(json)) {
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

    private static void show(ProgressLine line, ImportProgress progress) {
        String state = String.format(Locale.ROOT, "%,d swaps, %.0f %%", progress.rows(), progress.fraction() * 100);
        line.show(state, progress.elapsed(), progress.remainingTime());
    }

    private static void print(ImportReport report, PoolInfo info) {
        System.out.printf(
                Locale.ROOT,
                "%,d swaps added, %,d were there; blocks %s%n",
                report.added(),
                report.alreadyStored(),
                report.blocks());
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
