package weir.demo.internal;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.backtest.EvaluationException;
import weir.backtest.experiment.StoredPool;
import weir.backtest.round.LoopOptions;
import weir.backtest.round.Round;
import weir.backtest.round.RoundLoop;
import weir.backtest.round.RoundPlan;
import weir.backtest.round.RoundResult;
import weir.backtest.score.ScoringTargets;
import weir.base.WeirException;
import weir.demo.BundleVersionRewriter;
import weir.embedded.PackagedStrategy;
import weir.history.pool.PoolMetadata;
import weir.launcher.Assembly;
import weir.report.ProgressLine;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/** Plays one evaluation round of a validator over HTTP against a host process with its own home. */
public final class DemoRun {

    /** Longest time that the upgrade adds to the round. */
    private static final Duration UPGRADE_DELAY = Duration.ofSeconds(12);

    private static final String VAULT = "0x" + "da".repeat(20);

    private final Assembly assembly;
    private final DemoMarket market;
    private final PackagedStrategy strategy;
    private final Round round;

    /**
     * @param assembly the host
     * @param market the market of the round
     * @param strategy a shipped strategy, in the version that serves first
     */
    public DemoRun(Assembly assembly, DemoMarket market, PackagedStrategy strategy) {
        this.assembly = assembly;
        this.market = market;
        this.strategy = strategy;
        PoolMetadata pool = market.pool();
        this.round = new Round(
                "weir-demo",
                VAULT,
                pool.address(),
                pool.chainId(),
                "weir-demo-1",
                market.startBlock(),
                RoundPlan.CHECK_INTERVAL_BLOCKS,
                pool.feeRate(),
                pool.tickSpacing(),
                List.of(),
                StoredPool.defaultInventory(pool, market.priceAfter(market.startBlock())),
                LoopOptions.DEFAULT);
    }

    /** Number of queries of the round. */
    public int queryCount() {
        int interval = RoundPlan.CHECK_INTERVAL_BLOCKS;
        return Math.toIntExact((market.endBlock() - market.startBlock() + interval - 1) / interval);
    }

    /**
     * Starts the host and waits until the strategy answers.
     *
     * @throws WeirException if the host does not start
     */
    public DemoHost startHost() {
        long start = System.nanoTime();
        DemoHost host = DemoHost.start(assembly, routeFile(market.pool(), strategy), Optional.of(market));
        try {
            host.awaitServing(firstQuery());
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
        System.out.printf(
                "host (process %d) on 127.0.0.1:%d, first answer after %.1f s%n",
                host.process().pid(), host.process().port(), (System.nanoTime() - start) / 1e9);
        return host;
    }

    /**
     * Plays the round.
     *
     * @param progress shows every query
     * @throws WeirException if the validator cannot evaluate the round
     */
    public DemoRound play(DemoHost host, ProgressLine progress) {
        try {
            MidRoundUpgrade upgrade =
                    new MidRoundUpgrade(strategy.file(), host.home().plugins(), queryCount(), UPGRADE_DELAY);
            HostMiner miner = new HostMiner(host.dendrite(), upgrade, progress, queryCount());
            RoundResult result = new RoundLoop(round, ScoringTargets.byName(ScoringTargets.VALIDATOR))
                    .runBatch(
                            Map.of(0, miner), new ReplayedHead(market, RoundPlan.CHECK_INTERVAL_BLOCKS), market.swaps())
                    .get(0);
            return new DemoRound(market, strategy.strategy(), round, miner.exchanges(), upgrade, result);
        } catch (EvaluationException e) {
            throw WeirException.failed("the validator cannot evaluate this round", "Try another --strategy.", e);
        }
    }

    private RebalanceQuery firstQuery() {
        return new RebalanceQuery(
                round.jobId(),
                VAULT,
                round.pairAddress(),
                round.chainId(),
                round.roundId(),
                RoundType.EVALUATION,
                round.startBlock(),
                market.priceAfter(round.startBlock()),
                List.of(),
                round.initialInventory(),
                0,
                round.tickSpacing());
    }

    /** The route file: from the version that serves first up to that of the upgrade, and no other shipped version. */
    static String routeFile(PoolMetadata pool, PackagedStrategy strategy) {
        String first = strategy.version().toString();
        JsonObject route = new JsonObject();
        route.addProperty("chain", pool.chainId());
        route.addProperty("pair", pool.address());
        route.addProperty("strategy", strategy.strategy());
        route.addProperty("versions", "[" + first + "," + BundleVersionRewriter.next(first) + "]");
        return route + "\n";
    }
}
