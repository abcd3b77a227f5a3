package weir.cli.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import weir.backtest.experiment.Backtest;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.StoredPool;
import weir.backtest.result.Model;
import weir.backtest.result.RoundEvaluation;
import weir.backtest.score.ScoringTargets;
import weir.base.WeirException;
import weir.embedded.PackagedStrategy;
import weir.embedded.StrategyCatalog;
import weir.embedded.StrategyInstance;
import weir.embedded.StrategyRunner;
import weir.history.PoolKey;
import weir.history.SwapHistory;
import weir.history.SwapStore;
import weir.launcher.Assembly;
import weir.launcher.Home;
import weir.report.ProgressLine;

/** Scores two versions of strategies on the newest stored days of each pool, with default parameters, as {@code weir backtest} does. */
public final class ScoreComparison {

    private static final int SECONDS_PER_DAY = 86_400;
    /** On Base, the blockchain whose pools subnet 98 uses. */
    private static final int SECONDS_PER_BLOCK = 2;

    private final Home home;
    private final int days;
    private final String signer;

    /**
     * @param days newest days to replay
     * @param signer address of the publisher of both versions, which says at which level they run
     */
    public ScoreComparison(Home home, int days, String signer) {
        this.home = home;
        this.days = days;
        this.signer = signer;
    }

    /**
     * The mean scores of a strategy on a pool, by the validator's rule.
     *
     * @param pool the pool
     * @param strategy name of the strategy
     * @param rounds number of rounds
     * @param oldScore mean score of the installed version
     * @param newScore mean score of the newer version
     */
    public record Scores(String pool, String strategy, long rounds, double oldScore, double newScore) {}

    /**
     * Replays both versions. A pool or strategy that cannot be replayed is reported on the error output and left out.
     *
     * @param strategies names of the strategies
     * @param versions a catalog with both versions
     * @return the scores; empty without stored swaps
     */
    public List<Scores> compare(
            List<String> strategies, StrategyCatalog versions, String oldVersion, String newVersion) {
        List<Scores> scores = new ArrayList<>();
        try (SwapHistory history = SwapStore.embedded(home.history());
                StrategyRunner runner = StrategyRunners.ofSigner(home, Assembly.running(), signer)) {
            for (PoolKey pool : history.pools()) {
                for (String strategy : strategies) {
                    try {
                        BacktestPlan plan = plan(history, pool);
                        scores.add(new Scores(
                                pool.toString(),
                                strategy,
                                plan.roundCount(),
                                score(runner, plan, versions.choose(strategy + "@" + oldVersion)),
                                score(runner, plan, versions.choose(strategy + "@" + newVersion))));
                    } catch (WeirException e) {
                        System.err.println("weir: no score of " + strategy + " on " + pool + ": " + e.problem());
                    }
                }
            }
        }
        return scores;
    }

    private BacktestPlan plan(SwapHistory history, PoolKey pool) {
        RunOptions options = new RunOptions();
        long blocks = (long) days * SECONDS_PER_DAY / SECONDS_PER_BLOCK;
        var info = history.pool(pool).orElseThrow();
        CommandLine.populateCommand(
                options,
                "--pool=" + pool,
                "--target=" + ScoringTargets.VALIDATOR,
                "--from=" + Math.max(info.firstBlock(), info.lastBlock() - blocks + 1));
        StoredPool stored = options.pool(history, home);
        return options.toPlan(history, stored, Set.of(Model.VALIDATOR));
    }

    private static double score(StrategyRunner runner, BacktestPlan plan, PackagedStrategy jar) {
        try (StrategyInstance instance = runner.create(jar, Map.of());
                ProgressLine progress = ProgressLine.onError()) {
            RoundEvaluation mean = new Backtest(
                            plan,
                            1,
                            (name, replayed, total) -> progress.show(
                                    "replayed " + replayed + " of " + total + " rounds, " + name, replayed, total))
                    .run(jar.toString(), instance.strategy())
                    .totals()
                    .totalsByModel()
                    .get(Model.VALIDATOR)
                    .aggregate();
            return mean.scores().get(0);
        }
    }
}
