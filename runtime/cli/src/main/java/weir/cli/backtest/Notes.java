package weir.cli.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import weir.cli.backtest.PlayedRound.Verdict;
import weir.history.BlockRange;

/** What a reader of a result must know before believing it, with figures. */
final class Notes {

    /** A validator's round. */
    private static final int ROUND_SECONDS = 900;

    /** Blocks come a little late now and then. */
    private static final double NEAR = 0.1;

    /** With fewer swaps in the median round, chance decides. */
    private static final long THIN = 20;

    private static final int SHOWN_GAPS = 5;

    private final BacktestResult result;
    private final PeriodRun run;
    private final List<PlayedRound> rounds;
    private final Totals totals;
    private final List<String> notes = new ArrayList<>();

    private Notes(BacktestResult result) {
        this.result = result;
        this.run = result.run();
        this.rounds = result.asked().rounds();
        this.totals = result.asked().totals();
    }

    static List<String> of(BacktestResult result) {
        Notes notes = new Notes(result);
        notes.rounds();
        notes.data();
        notes.models();
        // Nothing else is worth reading where it was found.
        notes.notes.add(
                result.lookAhead().found() ? 0 : notes.notes.size(),
                result.lookAhead().words());
        return notes.notes;
    }

    /** Whoever does nothing is given 0, which many a strategy does not reach. */
    private void holding() {
        String target = run.targets().get(0).name();
        totals.sums().forEach((model, sum) -> {
            double score = sum.scores().isEmpty() ? 0 : sum.scores().get(0);
            if (totals.rebalances() > 0 && score < 0) {
                add(
                        "doing nothing scores better: 0 against %s in the mean round (%s, model %s)",
                        Numbers.score(score), target, model.label());
            }
        });
    }

    private void add(String pattern, Object... values) {
        notes.add(String.format(Locale.ROOT, pattern, values));
    }

    private void rounds() {
        long rest = run.blocks().last() - rounds.get(rounds.size() - 1).end();
        if (rest > 0) {
            add("the last %d blocks are less than a round and were not played", rest);
        }
        double seconds = run.roundBlocks() * result.blockSeconds();
        if (Double.isNaN(seconds)) {
            add("how long a round lasts is unknown: the swaps carry no times (a validator's: %d s)", ROUND_SECONDS);
        } else if (Math.abs(seconds - ROUND_SECONDS) > NEAR * ROUND_SECONDS) {
            add("a round lasts about %,.0f s here (a validator's: %d s)", seconds, ROUND_SECONDS);
        }
        add("every round begins anew with the same inventory, as a validator's does; sums over rounds do not compound");
        count(Verdict.LEFT_OUT, "%d of %d rounds were left out: %s");
        count(
                Verdict.FAILED,
                "%d of %d rounds have no score for anybody, because the validator's evaluation fails; the first: %s");
        count(Verdict.OUT, "out of %d of %d rounds, score 0; the first: %s");
        count(Verdict.IDLE, "without a rebalance in %d of %d rounds, for which the validator gives 0; the first: %s");
        if (totals.fallbacks() > 0) {
            add(
                    "%d answers were replaced by the current positions; the first round with one: %s",
                    totals.fallbacks(),
                    rounds.stream()
                            .filter(round -> round.fallbacks() > 0)
                            .findFirst()
                            .map(PlayedRound::note)
                            .orElse(""));
        }
    }

    private void count(Verdict verdict, String pattern) {
        long count = totals.count(verdict);
        if (count > 0) {
            String first = rounds.stream()
                    .filter(round -> round.verdict() == verdict)
                    .findFirst()
                    .map(PlayedRound::note)
                    .orElse("");
            add(pattern, count, rounds.size(), first);
        }
    }

    private void data() {
        if (totals.uncounted() > 0) {
            add(
                    "%,d of %,d swaps lie before the first rebalance of their round: the validator does not count them",
                    totals.uncounted(), totals.uncounted() + totals.swaps());
        }
        if (totals.empty() > 0) {
            add("%d of %d rounds are without a swap: no fees, and no price that moves", totals.empty(), rounds.size());
        }
        long median = rounds.stream()
                .mapToLong(PlayedRound::swaps)
                .sorted()
                .skip(rounds.size() / 2)
                .findFirst()
                .orElse(0);
        if (median < THIN) {
            add("thin data: the median round has %d swaps, so chance decides about single rounds", median);
        }
        if (result.info().approximate()) {
            add("the source is approximate: its prices are ratios of ticks, up to 1 bp below the true ones");
        }
        List<BlockRange> gaps = result.info().gaps().stream()
                .filter(gap -> gap.overlaps(run.blocks()))
                .toList();
        for (BlockRange gap : gaps.subList(0, Math.min(SHOWN_GAPS, gaps.size()))) {
            long hit = rounds.stream()
                    .filter(round -> round.planned() <= gap.last() && round.end() >= gap.first())
                    .count();
            add("nothing is known of blocks %s, which lie in %d rounds: they count as blocks without swaps", gap, hit);
        }
        if (gaps.size() > SHOWN_GAPS) {
            add("%d more gaps; `weir history info` lists them", gaps.size() - SHOWN_GAPS);
        }
    }

    private void models() {
        holding();
        Totals.Sum validator = totals.sums().get(Model.VALIDATOR);
        Totals.Sum v3 = totals.sums().get(Model.V3);
        if (validator != null && v3 != null && totals.rebalances() > 0) {
            String token1 = run.pool().token1().symbol();
            add(
                    "the models differ: fees %s %s by the validator's arithmetic and %s by v3's; loss against holding %.4f %%"
                            + " and %.4f %% in the mean round; result against holding %+.4f %% and %+.4f %%. The validator's is"
                            + " what is scored, v3's what a real position would have earned",
                    Numbers.amount(validator.fees()),
                    token1,
                    Numbers.amount(v3.fees()),
                    validator.loss() * 100,
                    v3.loss() * 100,
                    validator.overHoldPercent(),
                    v3.overHoldPercent());
        }
        if (v3 != null && v3.unproven() > 0) {
            add(
                    "v3: %,d of %,d swaps crossed ticks on a way that their events do not tell; their fee was shared by the"
                            + " final liquidity",
                    v3.unproven(), totals.swaps());
        }
        if (v3 != null && totals.rebalances() > 0 && v3.gas() == 0) {
            add("v3: gas is not counted; --gas MINT,BURN,COLLECT does");
        }
    }
}
