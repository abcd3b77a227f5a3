package weir.cli.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import weir.backtest.LookAheadCheck.Alteration;
import weir.backtest.LookAheadCheck.Finding;
import weir.backtest.Swaps;
import weir.strategy.RebalanceStrategy;

/**
 * Whether a strategy sees what it must not: its first round played again with the future altered.
 *
 * @param found whether it does, or is not deterministic, so that its figures mean nothing
 * @param words what is to be said about it
 */
public record LookAhead(boolean found, String words) {

    /**
     * The first round that was played at all, which a new instance plays alike.
     *
     * @param round the round
     * @param swaps what it was played with
     */
    record First(PlayedRound round, Swaps swaps) {}

    /**
     * Finds the first round that can be played, and checks it.
     *
     * @param strategies gives a new instance each time
     */
    public static LookAhead of(PeriodRun run, Supplier<RebalanceStrategy> strategies) {
        for (long rounds = 1; ; rounds *= 8) {
            List<First> played = new ArrayList<>();
            PeriodRun beginning = run.beginning(rounds);
            beginning.play(strategies.get(), (round, swaps) -> {
                if (played.isEmpty() && round.verdict() != PlayedRound.Verdict.LEFT_OUT) {
                    played.add(new First(round, swaps));
                }
            });
            if (!played.isEmpty() || beginning.rounds() >= run.rounds()) {
                return of(run, played.isEmpty() ? null : played.get(0), strategies);
            }
        }
    }

    /** @param first {@code null} where no round was played */
    static LookAhead of(PeriodRun run, First first, Supplier<RebalanceStrategy> strategies) {
        if (first == null) {
            return new LookAhead(false, "no round was played, so nobody knows whether the strategy looks ahead");
        }
        List<Finding> findings = run.lookAhead(first.round(), first.swaps(), strategies);
        if (findings.isEmpty()) {
            return new LookAhead(
                    false,
                    "no look-ahead: in the first round no decision changed when later swaps were altered or taken away");
        }
        long block = findings.get(0).before().block();
        return new LookAhead(
                true,
                findings.get(0).alteration() == Alteration.NONE
                        ? "NOT DETERMINISTIC: played again, the first round has another decision at block " + block
                                + "; take time from the query and randomness from a seed, or these figures mean nothing"
                        : "LOOKS AHEAD: its decision at block " + block + " changed when swaps after block "
                                + findings.get(0).cutBlock() + " were altered; these figures mean nothing");
    }
}
