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
import weir.evm.BlockBound;
import weir.evm.HistoryFetch;
import weir.evm.HistoryFetch.Progress;
import weir.evm.HistoryFetch.Report;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;
import weir.launcher.Home;
import weir.launcher.settings.Setting;
import weir.report.ProgressLine;

/** {@code weir history fetch}. */
@Command(
        name = "fetch",
        description = {
            "Downloads the swaps and other events of a pool from nodes of its chain, and the pool's tokens, tick spacing and fee.",
            "To resume an interrupted fetch, run the same command again: stored blocks are not downloaded again."
        },
        sortOptions = false)
final class FetchCommand implements Callable<Integer> {

    @Option(
            names = "--pool",
            required = true,
            paramLabel = "POOL",
            description = "0x… on Base, or CHAIN:0x… such as 1:0x….")
    private String pool;

    @Option(
            names = "--rpc",
            paramLabel = "URL",
            description =
                    "URL of a node of the pool's chain. Repeat it for more nodes: the next one is used while one does not answer."
                            + " Without it, the URLs of BASE_RPC or --evm.rpc, which keeps keys off the command line.")
    private List<String> urls = List.of();

    @Option(
            names = "--from",
            paramLabel = "BLOCK|DATE",
            description = "First block, or a date such as 2026-09-01 in UTC (default: after the last stored block).")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "BLOCK|DATE",
            defaultValue = "finalized",
            description = "Last block, a date, which is included, or finalized: the newest finalised block (default).")
    private String to;

    @Option(
            names = "--verify",
            description =
                    "Sends no request: checks the stored swaps of these blocks against each other, as `weir history verify` does.")
    private boolean isVerification;

    @Mixin
    private HomeOption home;

    @Override
    public Integer call() {
        PoolKey key = HistoryCommand.pool(pool);
        Optional<BlockBound> first = Optional.ofNullable(from).map(text -> BlockBound.parse("--from", text));
        BlockBound last = BlockBound.parse("--to", to);
        Home at = home.home();
        if (isVerification) {
            return VerifyCommand.verify(at, key, storedBlocks(first, last));
        }
        List<String> nodes = urls.isEmpty() ? home.settings().list(Setting.EVM_RPC) : urls;
        try (SwapStore store = SwapStore.embedded(at.history());
                ProgressLine line = ProgressLine.onError()) {
            HistoryFetch fetch =
                    new HistoryFetch(store, new PoolMetadataStore(at.pools()), nodes, progress -> show(line, progress));
            Report report = fetch.fetch(key, first, last);
            line.close();
            print(report);
            return 0;
        }
    }

    private static BlockRange storedBlocks(Optional<BlockBound> from, BlockBound to) {
        long last = to instanceof BlockBound.Finalized ? Long.MAX_VALUE : block("--to", to);
        return new BlockRange(from.map(bound -> block("--from", bound)).orElse(0L), last);
    }

    private static long block(String name, BlockBound bound) {
        if (bound instanceof BlockBound.Block block) {
            return block.number();
        }
        throw WeirException.usage(
                name + " is no block number",
                "With --verify, give block numbers; `weir history info` shows the stored blocks.");
    }

    private static void show(ProgressLine line, Progress progress) {
        String state = String.format(
                Locale.ROOT,
                "%,d of %,d blocks, %,d swaps, %,.0f swaps/s",
                progress.blocks(),
                progress.totalBlocks(),
                progress.swaps(),
                progress.swapsPerSecond());
        line.show(state, progress.elapsed(), progress.remainingTime());
    }

    private static void print(Report report) {
        PoolMetadata facts = report.pool();
        System.out.printf(
                Locale.ROOT,
                "pool %s: %s/%s, %s, fee %s %%, tick spacing %d%n",
                facts.key(),
                facts.token0().symbol(),
                facts.token1().symbol(),
                facts.kind().map(PoolMetadata.Kind::fileName).orElse("unknown kind"),
                facts.feePips() / 1e4,
                facts.tickSpacing());
        if (report.fetchedBlocks() == 0) {
            System.out.println("nothing to fetch: blocks " + report.blocks() + " are stored");
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "%,d swaps and %,d other events added from %,d blocks; blocks %s are complete%n",
                report.swaps(),
                report.events(),
                report.fetchedBlocks(),
                report.blocks());
        if (report.duplicates() > 0) {
            System.out.printf(
                    Locale.ROOT, "%,d logs were returned twice; each was counted once%n", report.duplicates());
        }
    }
}
