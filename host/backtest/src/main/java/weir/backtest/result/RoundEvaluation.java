package weir.backtest.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The evaluation of one round by one model. Amounts are whole tokens; values are whole token1 at the last price of the round.
 *
 * @param scores one per scoring target, in the order of the targets; NaN where a target defines none
 * @param fees0 fees in token0
 * @param fees1 fees in token1
 * @param feeValue value of all fees
 * @param token0Change token0 at the end minus token0 at the start, without fees
 * @param token1Change the same for token1
 * @param valueChange value at the end, with fees and after gas, minus the value at the start
 * @param gainOverHolding value at the end, with fees and after gas, minus the value of holding the initial inventory
 * @param startValue value at the start
 * @param impermanentLoss loss of value against holding, without fees, as the model defines it; a fraction from 0 to 1
 * @param meanPositionsInRange number of positions in range, as a mean over the swaps
 * @param gasCost cost of the transactions, whole token1; 0 in model {@code validator}
 * @param unprovenSwaps swaps whose route through the ticks does not follow from their events; 0 in model {@code validator}
 */
public record RoundEvaluation(
        List<Double> scores,
        double fees0,
        double fees1,
        double feeValue,
        double token0Change,
        double token1Change,
        double valueChange,
        double gainOverHolding,
        double startValue,
        double impermanentLoss,
        double meanPositionsInRange,
        double gasCost,
        long unprovenSwaps) {

    public RoundEvaluation {
        scores = List.copyOf(scores);
    }

    /** All numbers except the scores: name in files to value, in a fixed order. */
    public Map<String, Double> valuesByName() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("fees0", fees0);
        figures.put("fees1", fees1);
        figures.put("fees", feeValue);
        figures.put("change0", token0Change);
        figures.put("change1", token1Change);
        figures.put("gain", valueChange);
        figures.put("over_hold", gainOverHolding);
        figures.put("value_start", startValue);
        figures.put("in_range", meanPositionsInRange);
        figures.put("loss", impermanentLoss);
        figures.put("gas", gasCost);
        figures.put("swaps_unproven", (double) unprovenSwaps);
        return figures;
    }

    /** Gain over holding in per cent of the value at the start. */
    public double gainOverHoldingPercent() {
        return startValue == 0 ? 0 : gainOverHolding / startValue * 100;
    }
}
