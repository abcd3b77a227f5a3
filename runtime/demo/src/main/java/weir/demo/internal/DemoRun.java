package weir.demo.internal;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import weir.backtest.EvaluationException;
import weir.backtest.experiment.DefaultInventory;
import weir.backtest.round.Round;
import weir.backtest.round.RoundLoop;
import weir.backtest.round.RoundResult;
import weir.backtest.score.ScoringTargets;
import weir.base.WeirException;
import weir.demo.BundleVersionRewriter;
import weir.embedded.StrategyJar;
import weir.history.PoolMetadata;
import weir.launcher.Assembly;
import weir.report.ProgressLine;
import weir.strategy.Inventory;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/**
 * One evaluation round of a validator against the real host: a process of its own with a home of its own, asked over HTTP, with
 * a newer version of the strategy installed half-way. What the validator concludes is {@link RoundLoop}'s business.
 */
public final class DemoRun {

    /** Blocks between a validator's questions. */
    static final int CHECK_INTERVAL = 100;

    /** Below the axon's default limit of 50 questions a second for one validator. */
    private static final Duration PACE = Duration.ofMillis(22);

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final String VAULT = "0x" + "da".repeat(20);

    private final Assembly assembly;
    private final DemoMarket market;
    private final StrategyJar strategy;
    private final Consumer<String> say;

    /**
     * @param assembly the host that is played against
     * @param market the day
     * @param strategy a shipped strategy in the version that the round begins with
     * @param say where lines for the user go
     */
    public DemoRun(Assembly assembly, DemoMarket market, StrategyJar strategy, Consumer<String> say) {
        this.assembly = assembly;
        this.market = market;
        this.strategy = strategy;
        this.say = say;
    }

    /** How many questions the round will have. */
    public int queries() {
        return Math.toIntExact((market.endBlock() - market.startBlock() + CHECK_INTERVAL - 1) / CHECK_INTERVAL);
    }

    /**
     * Plays it.
     *
     * @param progress told of each question
     * @throws WeirException if the host does not start or the validator cannot evaluate the round
     */
    public DemoRound play(ProgressLine progress) {
        long start = System.nanoTime();
        try (DemoHost host = DemoHost.start(assembly, route(market.pool(), strategy))) {
            host.awaitServing(firstQuestion());
            say.accept(String.format(
                    "host %d on 127.0.0.1:%d served after %d ms",
                    host.process().pid(), host.process().port(), (System.nanoTime() - start) / 1_000_000));
            return play(host, progress);
        }
    }

    private DemoRound play(DemoHost host, ProgressLine progress) {
        MidRoundUpgrade install =
                new MidRoundUpgrade(strategy.file(), host.home().plugins(), queries(), PATIENCE);
        HostMiner miner = new HostMiner(host.dendrite(), install, new RateLimiter(PACE), progress, queries());
        try {
            RoundResult result = new RoundLoop(round(), ScoringTargets.named(ScoringTargets.VALIDATOR))
                    .batch(Map.of(0, miner), new ReplayedHead(market, CHECK_INTERVAL), market.swaps())
                    .get(0);
            return new DemoRound(market, strategy.strategy(), round(), miner.exchanges(), install, result);
        } catch (EvaluationException e) {
            throw WeirException.failed("the validator cannot evaluate this round", "Try another --strategy.", e);
        }
    }

    /** The one that the round begins with; answered the same whenever it is asked. */
    private RebalanceQuery firstQuestion() {
        Round round = round();
        return new RebalanceQuery(
                round.jobId(),
                VAULT,
                round.pairAddress(),
                round.chainId(),
                round.roundId(),
                RoundType.EVALUATION,
                round.startBlock(),
                market.price(round.startBlock()),
                List.of(),
                round.initialInventory(),
                0,
                round.tickSpacing());
    }

    private Round round() {
        PoolMetadata pool = market.pool();
        return new Round(
                "weir-demo",
                VAULT,
                pool.address(),
                pool.chainId(),
                "weir-demo-1",
                market.startBlock(),
                CHECK_INTERVAL,
                pool.feeRate(),
                pool.tickSpacing(),
                List.of(),
                initialInventory());
    }

    private Inventory initialInventory() {
        return DefaultInventory.at(market.pool(), market.price(market.startBlock()));
    }

    /** From the version that was chosen up to the one that is installed half-way, and no other that may be shipped. */
    static String route(PoolMetadata pool, StrategyJar strategy) {
        String begins = strategy.version().toString();
        JsonObject route = new JsonObject();
        route.addProperty("chain", pool.chainId());
        route.addProperty("pair", pool.address());
        route.addProperty("strategy", strategy.strategy());
        route.addProperty("versions", "[" + begins + "," + BundleVersionRewriter.next(begins) + "]");
        return route + "\n";
    }
}
