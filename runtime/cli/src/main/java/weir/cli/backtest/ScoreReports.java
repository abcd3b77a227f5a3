package weir.cli.backtest;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weir.backtest.experiment.Backtest;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.BacktestResult;
import weir.backtest.result.BacktestTotals.ModelTotals;
import weir.backtest.result.Model;
import weir.backtest.result.StrategyResult;
import weir.backtest.round.RoundPlan;
import weir.backtest.score.ScoringTargets;
import weir.backtest.v3.GasCosts;
import weir.base.Sha256;
import weir.base.WeirException;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyCatalog;
import weir.embedded.StrategyInstance;
import weir.embedded.StrategyRunner;
import weir.history.BlockRange;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;
import weir.launcher.Home;
import weir.report.ProgressLine;
import weir.share.repository.ScoreReport;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.RebalanceStrategy;

/** Makes the score reports of publishers from backtests, and replays them from the own history. */
public final class ScoreReports {

    private static final int FIRST = 0;
    private static final int HOLD = 1;

    private ScoreReports() {}

    /**
     * The report of a backtest.
     *
     * @param parameters the strategy's parameters that were given
     * @return empty if others could not replay it from the report: with look-ahead, other settings of the validator's loop, or without
     *     the validator's model and target
     */
    static Optional<ScoreReport> of(BacktestResult result, PackagedStrategy jar, Map<String, String> parameters) {
        BacktestPlan plan = result.plan();
        boolean isReplayable = !result.lookAhead().isDetected()
                && plan.loopText().isEmpty()
                && plan.targets().get(0).name().equals(ScoringTargets.VALIDATOR)
                && plan.models().contains(Model.VALIDATOR);
        StrategyResult strategy = result.strategies().get(FIRST);
        if (!isReplayable || totals(strategy).roundCount() == 0) {
            return Optional.empty();
        }
        Swaps swaps = swaps(plan.history(), plan.pool().key(), plan.blocksToRead());
        return Optional.of(new ScoreReport(
                sha256(jar.file()),
                jar.strategy(),
                parameters,
                plan.pool().key().toString(),
                plan.blocks().first(),
                plan.blocks().last(),
                swaps.first(),
                swaps.sha256(),
                String.valueOf(ScoreReports.class.getPackage().getImplementationVersion()),
                plan.roundBlocks(),
                List.of(plan.inventory().amount0(), plan.inventory().amount1()),
                totals(strategy).roundCount(),
                score(strategy),
                score(result.strategies().get(HOLD))));
    }

    /**
     * Replays a report and compares the result bit for bit. The code of the JAR runs at the level of its publisher; decisions are scored in
     * this process.
     *
     * @param runner runs the code
     * @param jar the JAR that the report names
     * @throws WeirException if the swaps are not stored, with the command that fetches them, or if anything differs
     */
    public static void replay(Home home, StrategyRunner runner, Path jar, ScoreReport report) {
        PoolKey pool = PoolKey.parse(report.pool(), 0);
        PackagedStrategy strategy = StrategyCatalog.in(jar.getParent()).choose(report.strategy());
        try (SwapHistory history = SwapStore.embedded(home.history())) {
            BlockRange blocks = new BlockRange(report.historyFrom(), report.lastBlock());
            Optional<PoolMetadata> metadata = new PoolMetadataStore(home.pools()).find(pool);
            if (metadata.isEmpty() || !isStored(history, pool, blocks)) {
                throw WeirException.failed(
                        "the swaps of the report are not stored: pool " + pool + ", " + blocks,
                        "Fetch them: weir history fetch --pool " + pool + " --from " + blocks.first() + " --to "
                                + blocks.last());
            }
            Swaps swaps = swaps(history, pool, blocks);
            require("the hash of the swaps", report.swapsSha256(), swaps.sha256());
            BacktestPlan plan = new BacktestPlan(
                    history,
                    metadata.get(),
                    new BlockRange(report.firstBlock(), report.lastBlock()),
                    RoundPlan.of(
                            metadata.get(),
                            new Inventory(
                                    report.inventory().get(0),
                                    report.inventory().get(1)),
                            report.roundBlocks()),
                    List.of(ScoringTargets.byName(ScoringTargets.VALIDATOR)),
                    Set.of(Model.VALIDATOR),
                    GasCosts.ZERO);
            try (StrategyInstance instance = runner.create(strategy, strategy.readParameters(report.parameters()))) {
                StrategyResult replayed = run(plan, report.strategy(), instance.strategy());
                require(
                        "the number of rounds",
                        report.rounds(),
                        totals(replayed).roundCount());
                require("the mean score", report.mean(), score(replayed));
                StrategyResult held = run(plan, "hold", (query, market) -> Decision.keep("held"));
                require("the score of holding", report.hold(), score(held));
            }
        }
    }

    private static StrategyResult run(BacktestPlan plan, String name, RebalanceStrategy strategy) {
        try (ProgressLine progress = ProgressLine.onError()) {
            return new Backtest(
                            plan,
                            2,
                            (of, replayed, total) -> progress.show(
                                    "replayed " + replayed + " of " + total + " rounds, " + of, replayed, total))
                    .run(name, strategy);
        }
    }

    private static <T> void require(String what, T reported, T replayed) {
        if (!reported.equals(replayed)) {
            throw WeirException.failed(
                    what + " is " + replayed + ", the report says " + reported,
                    "Do not rely on the report. If your history has other swaps than its author's, `weir history"
                            + " verify` finds damaged ones.");
        }
    }

    private static boolean isStored(SwapHistory history, PoolKey pool, BlockRange blocks) {
        return history.pool(pool).map(PoolInfo::covered).orElse(List.of()).stream()
                .anyMatch(range -> range.first() <= blocks.first() && blocks.last() <= range.last());
    }

    private static ModelTotals totals(StrategyResult result) {
        return result.totals().totalsByModel().get(Model.VALIDATOR);
    }

    private static double score(StrategyResult result) {
        return totals(result).aggregate().scores().get(FIRST);
    }

    private record Swaps(long first, String sha256) {}

    /** Hashes the swaps of a range: block, log index, price, liquidity and amounts of each. */
    private static Swaps swaps(SwapHistory history, PoolKey pool, BlockRange blocks) {
        MessageDigest digest = Sha256.digest();
        long first = -1;
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = history.scan(pool, blocks)) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    SwapRow row = batch.row(i);
                    first = first < 0 ? row.block() : first;
                    digest.update(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                            .putLong(row.block())
                            .putInt(row.logIndex())
                            .array());
                    for (BigInteger number :
                            List.of(row.sqrtPriceX96(), row.liquidity(), row.amount0(), row.amount1())) {
                        byte[] bytes = number.toByteArray();
                        digest.update((byte) bytes.length);
                        digest.update(bytes);
                    }
                }
            }
        }
        return new Swaps(Math.max(first, 0), HexFormat.of().formatHex(digest.digest()));
    }

    private static String sha256(Path jar) {
        try {
            return Sha256.of(jar);
        } catch (IOException e) {
            throw WeirException.failed("cannot read " + jar, "Make it readable.", e);
        }
    }
}
