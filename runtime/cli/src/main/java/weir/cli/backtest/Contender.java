package weir.cli.backtest;

import java.util.List;

/**
 * A strategy and what it did in every round of a period.
 *
 * @param name as results show it: strategy, version, parameters
 * @param rounds in order
 * @param totals all of them together
 */
public record Contender(String name, List<PlayedRound> rounds, Totals totals) {

    public Contender {
        rounds = List.copyOf(rounds);
    }
}
