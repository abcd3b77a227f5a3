package weir.backtest.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The evaluation of one round by one model. Amounts are whole tokens; values are whole token1 at the round's last price.
 *
 * @param scores by the targets of the run, in their order; NaN where a target defines none
 * @param fees0 fees in token0
 * @param fees1 fees in token1
 * @param fees value of all fees
 * @param change0 token0 at the end minus token0 at the start, without fees
 * @param change1 the same of token1
 * @param gain value at the end, with fees and after gas, minus the value at the start
 * @param overHold value at the end, with fees and after gas, minus that of the untouched inventory
 * @param start value at the start
 * @param loss impermanent loss as the model defines it, a fraction
 * @param inRange mean number of positions in range, over swaps
 * @param gas cost of transactions
 * @param unproven swaps whose path through the ticks cannot be derived from their events; 0 in model {@code validator}
 */
public record Outcome(
        List<Double> scores,
        double fees0,
        double fees1,
        double fees,
        double change0,
        double change1,
        double gain,
        double overHold,
        double start,
        double loss,
        double inRange,
        double gas,
        long unproven) {

    public Outcome {
        scores = List.copyOf(scores);
    }

    /** All figures except the scores, by their names in files, in a fixed order. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("fees0", fees0);
        figures.put("fees1", fees1);
        figures.put("fees", fees);
        figures.put("change0", change0);
        figures.put("change1", change1);
        figures.put("gain", gain);
        figures.put("over_hold", overHold);
        figures.put("value_start", start);
        figures.put("in_range", inRange);
        figures.put("loss", loss);
        figures.put("gas", gas);
        figures.put("swaps_unproven", (double) unproven);
        return figures;
    }

    /** {@code overHold} in per cent of the value at the start. */
    public double overHoldPercent() {
        return start == 0 ? 0 : overHold / start * 100;
    }
}
