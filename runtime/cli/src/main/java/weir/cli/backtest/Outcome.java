package weir.cli.backtest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the inventory in one round by one model. Amounts in whole tokens, values in whole token1 at the round's last
 * price.
 *
 * @param scores by the targets of the run, in their order; NaN where a target knows none
 * @param fees0 fees in token0
 * @param fees1 fees in token1
 * @param fees fees of both in token1
 * @param change0 token0 at the end less that at the start, fees aside
 * @param change1 token1 likewise
 * @param gain value at the end, with fees and after gas, less the value at the start
 * @param overHold value at the end, with fees and after gas, less that of the untouched inventory
 * @param start value at the start
 * @param loss what the model calls impermanent loss, a fraction
 * @param inRange positions in range per swap
 * @param gas what transactions cost
 * @param unproven swaps whose way through the ticks is not told by their events; 0 where the model does not ask
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

    /** Everything but scores by its name in files, in a fixed order. */
    Map<String, Double> figures() {
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

    /** The result against holding, in per cent of the value at the start. */
    public double overHoldPercent() {
        return start == 0 ? 0 : overHold / start * 100;
    }
}
