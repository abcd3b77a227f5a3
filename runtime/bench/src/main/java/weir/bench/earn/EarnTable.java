package weir.bench.earn;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import weir.backtest.experiment.Backtest;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.StrategyResult;
import weir.backtest.score.ScoringTargets;
import weir.backtest.stats.Estimate;
import weir.backtest.stats.StationaryBootstrap;
import weir.bench.Figures;
import weir.bench.earn.EarnMeasurement.Strategies;
import weir.report.ProgressLine;
import weir.report.TextTable;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.RoundType;

/**
 * Replays the rounds of a pool with the strategies, and prints their means and paired differences.
 *
 * @param key prefix of the figures
 * @param bootstrap computes the intervals
 * @param figures receives the main figures
 */
record EarnTable(String key, StationaryBootstrap bootstrap, Figures figures) {

    private static final String HOLD = "hold";

    /** One value per round and measure; NaN for a round that was not evaluated. */
    private record Values(double[] declared, double[] strict, double[] v3) {}

    void withoutBaseline(EarnPool pool, Strategies strategies, List<String> references, PrintStream out) {
        BacktestPlan plan = pool.plan(List.of(ScoringTargets.byName(ScoringTargets.VALIDATOR)));
        try (ProgressLine progress = ProgressLine.onError()) {
            Backtest backtest = new Backtest(
                    plan,
                    4 + references.size(),
                    (name, replayed, total) -> progress.show(
                            "%s without a baseline: %,d of %,d rounds".formatted(key, replayed, total),
                            replayed,
                            total));
            withoutBaseline(backtest, strategies, references, out);
        }
    }

    private void withoutBaseline(Backtest backtest, Strategies strategies, List<String> references, PrintStream out) {
        Map<String, Values> values = new LinkedHashMap<>();
        StrategyResult own =
                backtest.run(EarnMeasurement.STRATEGY, strategies.create(EarnMeasurement.STRATEGY, Map.of()));
        values.put(own.name(), values(own));
        values.put(HOLD, values(backtest.run(HOLD, (query, market) -> Decision.keep(HOLD))));
        for (String reference : references) {
            values.put(reference, values(backtest.run(reference, strategies.create(reference, Map.of()))));
        }
        StrategyResult ceiling = backtest.runPerfectForesight();
        values.put(ceiling.name(), values(ceiling));
        long taken = own.rounds().stream()
                .filter(round -> round.ending() == RoundSummary.Ending.SCORED)
                .count();
        out.printf(
                Locale.ROOT,
                "without a baseline: %,d rounds, %s takes part in %.1f %%%n",
                own.rounds().size(),
                own.name(),
                100.0 * taken / own.rounds().size());
        countChanges(own, out);
        RebalanceStrategy live = strategies.create(EarnMeasurement.STRATEGY, Map.of());
        countUnchangedLiveRounds(
                backtest.run("live", (query, market) -> live.decide(withType(query, RoundType.LIVE), market)), out);
        print(values, "", out);
    }

    /** A second change would charge the inventory again; a first proposal after a swap would end the round for all miners. */
    private void countChanges(StrategyResult evaluation, PrintStream out) {
        long repeated = evaluation.rounds().stream()
                .filter(round -> round.rebalances().size() > 1)
                .count();
        long late = evaluation.rounds().stream()
                .filter(round -> !round.rebalances().isEmpty()
                        && round.rebalances().get(0).block() != round.startBlock())
                .count();
        out.printf(
                Locale.ROOT,
                "evaluation rounds with more than one change: %,d; with a first proposal after the first query: %,d%n",
                repeated,
                late);
        figures.add(key + "_repeated_changes", repeated, "evaluation rounds with more than one change");
        figures.add(key + "_late_proposals", late, "evaluation rounds with a first proposal after the first query");
    }

    private void countUnchangedLiveRounds(StrategyResult live, PrintStream out) {
        long changed = live.rounds().stream()
                .filter(RoundSummary::isEvaluated)
                .filter(round -> round.rebalances().size() == 1
                        && round.rebalances().get(0).block() == round.startBlock())
                .count();
        long evaluated =
                live.rounds().stream().filter(RoundSummary::isEvaluated).count();
        printLive("live rounds without positions of the vault", "_empty_vault", evaluated, changed, out);
    }

    private void printLive(String rounds, String suffix, long count, long changed, PrintStream out) {
        out.printf(Locale.ROOT, "%s: %,d, of which %,d have one change, at the first query%n", rounds, count, changed);
        figures.add(
                key + "_live_unchanged" + suffix,
                count - changed,
                "live rounds without a single change at the first query");
    }

    void withBaseline(EarnPool pool, Strategies strategies, List<String> references, PrintStream out) {
        try (ProgressLine progress = ProgressLine.onError()) {
            long[] replayed = {0};
            long total = pool.roundCount() * (3 + references.size());
            BaselineRounds rounds = new BaselineRounds(
                    pool,
                    () -> progress.show(
                            "%s with the baseline: %,d of %,d rounds".formatted(key, ++replayed[0], total),
                            replayed[0],
                            total));
            withBaseline(rounds, strategies, references, out);
        }
    }

    private void withBaseline(BaselineRounds rounds, Strategies strategies, List<String> references, PrintStream out) {
        Map<String, Values> values = new LinkedHashMap<>();
        List<BaselineRounds.Result> own =
                rounds.run(strategies.create(EarnMeasurement.STRATEGY, Map.of("baseline", true)));
        values.put(EarnMeasurement.STRATEGY, values(own));
        values.put(HOLD, values(rounds.run((query, market) -> Decision.keep(HOLD))));
        for (String reference : references) {
            values.put(reference, values(rounds.run(strategies.create(reference, Map.of()))));
        }
        double[] deployed = own.stream()
                .mapToDouble(BaselineRounds.Result::deployed)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        out.printf(
                Locale.ROOT,
                "with the baseline, a vault that holds +-2000 ticks with half of its tokens: deployed part of the rest,"
                        + " minimum %.4f, median %.4f%n",
                deployed[0],
                deployed[deployed.length / 2]);
        figures.add(key + "_baseline_deployed_min", deployed[0], "smallest deployed part of the inventory");
        print(values, "_baseline", out);
        countLiveChanges(rounds, strategies.create(EarnMeasurement.STRATEGY, Map.of()), out);
    }

    /** Asks the strategy as in live rounds: a round without an executed change would score -100. */
    private void countLiveChanges(BaselineRounds rounds, RebalanceStrategy strategy, PrintStream out) {
        List<BaselineRounds.Result> live =
                rounds.run((query, market) -> strategy.decide(withType(query, RoundType.LIVE), market)).stream()
                        .filter(BaselineRounds.Result::isEvaluated)
                        .toList();
        long changed =
                live.stream().filter(BaselineRounds.Result::hasChangedOnce).count();
        printLive("live rounds with that vault", "", live.size(), changed, out);
    }

    private static RebalanceQuery withType(RebalanceQuery query, RoundType type) {
        return new RebalanceQuery(
                query.jobId(),
                query.snLiquidityManagerAddress(),
                query.pairAddress(),
                query.chainId(),
                query.roundId(),
                type,
                query.blockNumber(),
                query.currentPrice(),
                query.currentPositions(),
                query.inventoryRemaining(),
                query.rebalancesSoFar(),
                query.tickSpacing());
    }

    private void print(Map<String, Values> values, String suffix, PrintStream out) {
        Values own = values.get(EarnMeasurement.STRATEGY);
        TextTable table = new TextTable(
                "",
                "score, strict [95 %]",
                "score, declared",
                "v3 against holding, %",
                "swap-direction minus it, strict");
        values.forEach((name, of) -> {
            Estimate difference = bootstrap.meanDifference(own.strict, of.strict);
            table.row(
                    name,
                    text(bootstrap.mean(of.strict), "%.2e"),
                    text(bootstrap.mean(of.declared), "%.2e"),
                    text(bootstrap.mean(of.v3), "%.2e"),
                    of == own ? "" : text(difference, "%.2e"));
            if (of == own) {
                add("score" + suffix, bootstrap.mean(of.strict));
            } else if (!name.startsWith("perfect")) {
                add("minus_" + name.replace('-', '_') + suffix, difference);
            }
        });
        out.println(table.text());
    }

    private void add(String name, Estimate estimate) {
        figures.add(
                key + "_" + name + "_e6",
                estimate.mean() * 1e6,
                String.format(
                        Locale.ROOT,
                        "millionths, [%.1f, %.1f], %d rounds, blocks of %.1f",
                        estimate.low() * 1e6,
                        estimate.high() * 1e6,
                        estimate.rounds(),
                        estimate.blockLength()));
    }

    private static String text(Estimate estimate, String format) {
        return String.format(
                Locale.ROOT,
                format + " [" + format + ", " + format + "]",
                estimate.mean(),
                estimate.low(),
                estimate.high());
    }

    private static Values values(StrategyResult result) {
        return new Values(
                values(result, Model.VALIDATOR),
                values(result, Model.STRICT),
                result.rounds().stream()
                        .mapToDouble(round -> round.isEvaluated()
                                ? round.evaluations().get(Model.V3).gainOverHoldingPercent()
                                : Double.NaN)
                        .toArray());
    }

    private static double[] values(StrategyResult result, Model model) {
        return result.rounds().stream()
                .mapToDouble(round -> round.isEvaluated()
                        ? round.evaluations().get(model).scores().get(0)
                        : Double.NaN)
                .toArray();
    }

    private static Values values(List<BaselineRounds.Result> rounds) {
        return new Values(
                values(rounds, BaselineRounds.Result::score),
                values(rounds, BaselineRounds.Result::strict),
                values(rounds, BaselineRounds.Result::v3));
    }

    private static double[] values(List<BaselineRounds.Result> rounds, ToDoubleFunction<BaselineRounds.Result> value) {
        return rounds.stream().mapToDouble(value).toArray();
    }
}
