package weir.backtest.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import weir.backtest.experiment.PlayedRound.Ending;
import weir.history.BlockRange;

/** Caveats of a result, for the user: facts about rounds, data and models that limit what the figures mean. */
public final class ResultCaveats {

    /** Duration of a validator's round. */
    private static final int ROUND_SECONDS = 900;

    /** Tolerated relative difference of a round's duration: block times vary. */
    private static final double DURATION_TOLERANCE = 0.1;

    /** With fewer swaps in the median round, the results of single rounds are mostly chance. */
    private static final long FEW_SWAPS = 20;

    private static final int SHOWN_GAPS = 5;

    private final BacktestResult result;
    private final PeriodRun run;
    private final List<PlayedRound> rounds;
    private final Totals totals;
    private final List<String> caveats = new ArrayList<>();

    private ResultCaveats(BacktestResult result) {
        this.result = result;
        this.run = result.run();
        this.rounds = result.primary().rounds();
        this.totals = result.primary().totals();
    }

    /** The caveats, one sentence each; a look-ahead comes first. */
    public static List<String> of(BacktestResult result) {
        ResultCaveats caveats = new ResultCaveats(result);
        caveats.addRounds();
        caveats.addEndings();
        caveats.addData();
        caveats.addModels();
        LookAhead lookAhead = result.lookAhead();
        caveats.caveats.add(lookAhead.found() ? 0 : caveats.caveats.size(), lookAhead.message());
        return caveats.caveats;
    }

    private void add(String pattern, Object... values) {
        caveats.add(String.format(Locale.ROOT, pattern, values));
    }

    private void addRounds() {
        long rest = run.blocks().last() - rounds.get(rounds.size() - 1).end();
        if (rest > 0) {
            add("the last %d blocks are less than a round and were not played", rest);
        }
        double seconds = run.roundBlocks() * result.blockSeconds();
        if (Double.isNaN(seconds)) {
            add("the duration of a round is unknown: the swaps have no times (a validator's: %d s)", ROUND_SECONDS);
        } else if (Math.abs(seconds - ROUND_SECONDS) > DURATION_TOLERANCE * ROUND_SECONDS) {
            add("a round lasts about %,.0f s here (a validator's: %d s)", seconds, ROUND_SECONDS);
        }
        add("every round starts with the same inventory, as a validator's does; sums over rounds do not compound");
    }

    private void addEndings() {
        addEnding(Ending.LEFT_OUT, "%d of %d rounds were left out: %s");
        addEnding(
                Ending.FAILED,
                "%d of %d rounds have no score for any miner, because the validator's evaluation fails; the first: %s");
        addEnding(Ending.OUT, "excluded from %d of %d rounds, score 0; the first: %s");
        addEnding(Ending.IDLE, "no rebalance in %d of %d rounds, score 0; the first: %s");
        if (totals.fallbacks() > 0) {
            add(
                    "%d answers were replaced by the current positions; the first round with one: %s",
                    totals.fallbacks(), firstNote(round -> round.fallbacks() > 0));
        }
    }

    private void addEnding(Ending ending, String pattern) {
        if (totals.count(ending) > 0) {
            add(pattern, totals.count(ending), rounds.size(), firstNote(round -> round.ending() == ending));
        }
    }

    private String firstNote(Predicate<PlayedRound> of) {
        return rounds.stream().filter(of).findFirst().map(PlayedRound::note).orElse("");
    }

    private void addData() {
        if (totals.uncounted() > 0) {
            add(
                    "%,d of %,d swaps come before the first rebalance of their round: the validator does not count them",
                    totals.uncounted(), totals.uncounted() + totals.swaps());
        }
        if (totals.empty() > 0) {
            add("%d of %d rounds have no swap: no fees, and a constant price", totals.empty(), rounds.size());
        }
        long median = rounds.stream()
                .mapToLong(PlayedRound::swaps)
                .sorted()
                .skip(rounds.size() / 2)
                .findFirst()
                .orElse(0);
        if (median < FEW_SWAPS) {
            add("few swaps: the median round has %d, so the results of single rounds are mostly chance", median);
        }
        if (result.info().isApproximate()) {
            add("the source is approximate: its prices are ratios of ticks, up to 1 bp below the true ones");
        }
        List<BlockRange> gaps = result.info().gaps().stream()
                .filter(gap -> gap.overlaps(run.blocks()))
                .toList();
        for (BlockRange gap : gaps.subList(0, Math.min(SHOWN_GAPS, gaps.size()))) {
            long affected = rounds.stream()
                    .filter(round -> round.planned() <= gap.last() && round.end() >= gap.first())
                    .count();
            add(
                    "blocks %s are not in the history and count as blocks without swaps; rounds affected: %d",
                    gap, affected);
        }
        if (gaps.size() > SHOWN_GAPS) {
            add("%d more gaps; `weir history info` lists them", gaps.size() - SHOWN_GAPS);
        }
    }

    private void addModels() {
        addComparisonWithHolding();
        Totals.Sum validator = totals.sums().get(Model.VALIDATOR);
        Totals.Sum v3 = totals.sums().get(Model.V3);
        if (validator != null && v3 != null && totals.rebalances() > 0) {
            String token1 = run.pool().token1().symbol();
            add(
                    "the models differ: fees %s %s in model validator and %s in v3; mean loss against holding %.4f %%"
                            + " and %.4f %%; mean result against holding %+.4f %% and %+.4f %%. The score uses the"
                            + " validator's, a real position would have earned v3's",
                    ResultNumbers.amount(validator.fees()),
                    token1,
                    ResultNumbers.amount(v3.fees()),
                    validator.loss() * 100,
                    v3.loss() * 100,
                    validator.overHoldPercent(),
                    v3.overHoldPercent());
        }
        if (v3 != null && v3.unproven() > 0) {
            add(
                    "v3: the path of %,d of %,d swaps through the ticks cannot be derived from their events; their fees were"
                            + " shared by the final liquidity",
                    v3.unproven(), totals.swaps());
        }
        if (v3 != null && totals.rebalances() > 0 && v3.gas() == 0) {
            add("v3: gas is not counted; to count it, give --gas MINT,BURN,COLLECT");
        }
    }

    /** A miner that never rebalances gets score 0, which many strategies do not reach. */
    private void addComparisonWithHolding() {
        String target = run.targets().get(0).name();
        totals.sums().forEach((model, sum) -> {
            double score = sum.scores().isEmpty() ? 0 : sum.scores().get(0);
            if (totals.rebalances() > 0 && score < 0) {
                add(
                        "doing nothing scores better: 0 against a mean of %s (%s, model %s)",
                        ResultNumbers.score(score), target, model.label());
            }
        });
    }
}
