package weir.rounds;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary.Ending;

/**
 * The scores of a played round, as {@code weir backtest} computes them: the played answers, and baselines on the same blocks.
 * Immutable.
 *
 * @param firstBlock block of the first query
 * @param lastBlock last block of the round; an estimate, because queries do not contain it
 * @param results the played answers first, named {@link #PLAYED}, then {@link #HOLD}, {@link #REFERENCE} and
 *     {@link #VOLATILITY}; a round that an older version scored has no {@link #VOLATILITY}
 */
public record RoundScore(long firstBlock, long lastBlock, List<Result> results) {

    /** Name of the played answers. */
    public static final String PLAYED = "played";
    /** Name of the baseline that keeps its positions. */
    public static final String HOLD = "hold";
    /** Name of the baseline that decides by the formulas of the subnet's reference miner. */
    public static final String REFERENCE = "reference-miner";
    /**
     * Name of the baseline that decides by the formulas of the subnet's volatility miner, with the ticks of this round only.
     */
    public static final String VOLATILITY = "reference-volatility";

    public RoundScore {
        results = List.copyOf(results);
    }

    /** Returns a result by name; empty if there is none. */
    public Optional<Result> find(String name) {
        return results.stream().filter(result -> result.name().equals(name)).findFirst();
    }

    /**
     * Returns a result by name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Result result(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no result '" + name + "'"));
    }

    /**
     * The result of the played answers or of a baseline.
     *
     * @param name see {@link RoundScore#results}
     * @param ending how the round ended
     * @param remarks remarks for the user, possibly empty
     * @param values by evaluation model; empty if the validator's evaluation fails for every miner
     */
    public record Result(String name, Ending ending, String remarks, Map<Model, Values> values) {
        public Result {
            values = Map.copyOf(values);
        }
    }

    /**
     * The values of one evaluation model. Token amounts are whole token1 at the last price of the round.
     *
     * @param score score by the validator's target; 0 without a rebalance, and -100 for a live round without one; NaN if the target
     *     defines none
     * @param valueChange value at the end minus value at the start
     * @param gainOverHolding value at the end minus the value of holding the inventory of the start
     * @param fees value of all fees
     * @param startValue value at the start
     * @param inRange mean number of positions in range
     */
    public record Values(
            double score, double valueChange, double gainOverHolding, double fees, double startValue, double inRange) {}
}
