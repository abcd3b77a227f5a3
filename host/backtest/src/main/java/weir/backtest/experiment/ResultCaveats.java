package weir.backtest.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import weir.backtest.result.BacktestTotals;
import weir.backtest.result.Model;
import weir.backtest.result.ResultNumbers;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.RoundSummary.Ending;
import weir.backtest.score.ScoringTarget;
import weir.backtest.score.ScoringTargets;
import weir.backtest.v3.PoolFees;
import weir.history.BlockRange;

/** Creates the caveats of a result: sentences for the user about rounds, data and models that limit what the numbers mean. */
public final class ResultCaveats {

    /** Duration of a validator's round in seconds. */
    private static final int VALIDATOR_ROUND_SECONDS = 900;

    /** Relative difference of a round's duration that causes no caveat, because block times vary. */
    private static final double DURATION_TOLERANCE = 0.1;

    /** If the median round has fewer swaps, the results of single rounds are mostly chance. */
    private static final long MIN_MEDIAN_SWAPS = 20;

    private static final int MAX_LISTED_GAPS = 5;

    private final BacktestResult result;
    private final BacktestPlan plan;
    private final List<RoundSummary> rounds;
    private final BacktestTotals totals;
    private final List<String> caveats = new ArrayList<>();

    private ResultCaveats(BacktestResult result) {
        this.result = result;
        this.plan = result.plan();
        this.rounds = result.primaryStrategy().rounds();
        this.totals = result.primaryStrategy().totals();
    }

    /** The caveats, one sentence each. If the strategy looks ahead, that sentence comes first. */
    public static List<String> of(BacktestResult result) {
        ResultCaveats caveats = new ResultCaveats(result);
        caveats.addRoundLengthCaveats();
        caveats.addEndingCaveats();
        caveats.addDataCaveats();
        caveats.addModelCaveats();
        LookAheadResult lookAhead = result.lookAhead();
        caveats.caveats.add(lookAhead.isDetected() ? 0 : caveats.caveats.size(), lookAhead.message());
        return caveats.caveats;
    }

    private void addCaveat(String pattern, Object... values) {
        caveats.add(String.format(Locale.ROOT, pattern, values));
    }

    private void addRoundLengthCaveats() {
        long rest = plan.blocks().last() - rounds.get(rounds.size() - 1).endBlock();
        if (rest > 0) {
            addCaveat("the last %d blocks are less than a round and were not replayed", rest);
        }
        double seconds = plan.roundBlocks() * result.secondsPerBlock();
        if (Double.isNaN(seconds)) {
            addCaveat(
                    "the duration of a round is unknown: the swaps have no times (a validator's: %d s)",
                    VALIDATOR_ROUND_SECONDS);
        } else if (Math.abs(seconds - VALIDATOR_ROUND_SECONDS) > DURATION_TOLERANCE * VALIDATOR_ROUND_SECONDS) {
            addCaveat("a round lasts about %,.0f s here (a validator's: %d s)", seconds, VALIDATOR_ROUND_SECONDS);
        }
        if (!plan.loopText().isEmpty()) {
            addCaveat("the validator's loop has other settings than by default: %s", plan.loopText());
        }
        addCaveat(
                "every round starts with the same inventory, as a validator's does; sums over rounds do not compound");
    }

    private void addEndingCaveats() {
        addEndingCaveat(Ending.LEFT_OUT, "%d of %d rounds were left out: %s");
        addEndingCaveat(
                Ending.FAILED,
                "%d of %d rounds have no score for any miner, because the validator's evaluation fails; the first: %s");
        addEndingCaveat(Ending.EXCLUDED, "excluded from %d of %d rounds, score 0; the first: %s");
        addEndingCaveat(Ending.IDLE, "no rebalance in %d of %d rounds, score 0; the first: %s");
        if (totals.fallbackCount() > 0) {
            addCaveat(
                    "%d answers were replaced by the current positions; the first round with one: %s",
                    totals.fallbackCount(), firstRemarks(round -> round.fallbackCount() > 0));
        }
    }

    private void addEndingCaveat(Ending ending, String pattern) {
        if (totals.countRounds(ending) > 0) {
            addCaveat(
                    pattern,
                    totals.countRounds(ending),
                    rounds.size(),
                    firstRemarks(round -> round.ending() == ending));
        }
    }

    private String firstRemarks(Predicate<RoundSummary> condition) {
        return rounds.stream()
                .filter(condition)
                .findFirst()
                .map(RoundSummary::remarks)
                .orElse("");
    }

    private void addDataCaveats() {
        if (totals.uncountedSwaps() > 0) {
            addCaveat(
                    "%,d of %,d swaps come before the first rebalance of their round: the validator does not count them",
                    totals.uncountedSwaps(), totals.uncountedSwaps() + totals.swapCount());
        }
        if (totals.roundsWithoutSwap() > 0) {
            addCaveat(
                    "%d of %d rounds have no swap: no fees, and a constant price",
                    totals.roundsWithoutSwap(), rounds.size());
        }
        long median = rounds.stream()
                .mapToLong(RoundSummary::swapCount)
                .sorted()
                .skip(rounds.size() / 2)
                .findFirst()
                .orElse(0);
        if (median < MIN_MEDIAN_SWAPS) {
            addCaveat("few swaps: the median round has %d, so the results of single rounds are mostly chance", median);
        }
        if (result.poolInfo().isApproximate()) {
            addCaveat("the source is approximate: its prices are ratios of ticks, up to 1 bp below the true ones");
        }
        List<BlockRange> gaps = result.poolInfo().gaps().stream()
                .filter(gap -> gap.overlaps(plan.blocks()))
                .toList();
        for (BlockRange gap : gaps.subList(0, Math.min(MAX_LISTED_GAPS, gaps.size()))) {
            long affected = rounds.stream()
                    .filter(round -> round.plannedStartBlock() <= gap.last() && round.endBlock() >= gap.first())
                    .count();
            addCaveat(
                    "blocks %s are not in the history and count as blocks without swaps; rounds affected: %d",
                    gap, affected);
        }
        if (gaps.size() > MAX_LISTED_GAPS) {
            addCaveat("%d more gaps; `weir history info` lists them", gaps.size() - MAX_LISTED_GAPS);
        }
    }

    private void addModelCaveats() {
        addComparisonWithHolding();
        addBaselineCaveat();
        BacktestTotals.ModelTotals validator = totals.totalsByModel().get(Model.VALIDATOR);
        BacktestTotals.ModelTotals v3 = totals.totalsByModel().get(Model.V3);
        if (validator != null && v3 != null && totals.rebalanceCount() > 0) {
            String token1 = plan.pool().token1().symbol();
            addCaveat(
                    "the models differ: fees %s %s in model validator and %s in v3; mean loss against holding %.4f %%"
                            + " and %.4f %%; mean result against holding %s and %s. The score uses the"
                            + " validator's, a real position would have earned v3's",
                    ResultNumbers.formatAmount(validator.aggregate().feeValue()),
                    token1,
                    ResultNumbers.formatAmount(v3.aggregate().feeValue()),
                    validator.aggregate().impermanentLoss() * 100,
                    v3.aggregate().impermanentLoss() * 100,
                    ResultNumbers.formatPercent(validator.meanGainOverHoldingPercent()),
                    ResultNumbers.formatPercent(v3.meanGainOverHoldingPercent()));
        }
        if (v3 != null && totals.rebalanceCount() > 0) {
            addProofCaveats(v3);
        }
        if (v3 != null && totals.rebalanceCount() > 0 && v3.aggregate().gasCost() == 0) {
            addCaveat("v3: gas is not counted; to count it, give --gas MINT,BURN,COLLECT");
        }
    }

    private void addProofCaveats(BacktestTotals.ModelTotals v3) {
        long swaps = totals.swapCount();
        long unproven = v3.aggregate().unprovenSwaps();
        PoolFees fees = plan.fees();
        addCaveat(
                "v3: the fees of %,d of %,d swaps (%.1f %%) and their path through the ticks follow from their events%s",
                swaps - unproven,
                swaps,
                swaps == 0 ? 100.0 : 100.0 * (swaps - unproven) / swaps,
                unproven == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; for the others, the pool's fee of %s %% was shared by the liquidity after the swap",
                                fees.feePips() / 1e4));
        if (fees.isStaked()) {
            addCaveat("v3: the positions are staked, so they earn no fees; the rewards of the gauge are not computed");
        } else if (fees.unstakedFeePips() > 0) {
            addCaveat("v3: unstaked positions lose %s %% of their fees to staked ones", fees.unstakedFeePips() / 1e4);
        }
    }

    private void addBaselineCaveat() {
        List<String> names = plan.targets().stream().map(ScoringTarget::name).toList();
        int without = names.indexOf(ScoringTargets.VALIDATOR);
        int with = names.indexOf(ScoringTargets.VALIDATOR_BASELINE);
        BacktestTotals.ModelTotals validator = totals.totalsByModel().get(Model.VALIDATOR);
        if (without >= 0 && with >= 0 && validator != null) {
            List<Double> scores = validator.aggregate().scores();
            addCaveat(
                    "the mean score is %s without a baseline and %s against the positions at the start, had they stayed;"
                            + " it is not known which of them validators use (--baseline)",
                    ResultNumbers.formatScore(scores.get(without)), ResultNumbers.formatScore(scores.get(with)));
        }
    }

    /** A miner that never rebalances has score 0, and many strategies have a negative score. */
    private void addComparisonWithHolding() {
        String target = plan.targets().get(0).name();
        totals.totalsByModel().forEach((model, sum) -> {
            double score = sum.aggregate().scores().isEmpty()
                    ? 0
                    : sum.aggregate().scores().get(0);
            if (totals.rebalanceCount() > 0 && score < 0) {
                addCaveat(
                        "doing nothing scores better: 0 against a mean of %s (%s, model %s)",
                        ResultNumbers.formatScore(score), target, model.label());
            }
        });
    }
}
