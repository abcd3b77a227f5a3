package weir.backtest.internal.score;

import java.util.List;
import java.util.function.ToDoubleFunction;
import weir.backtest.Performance;
import weir.backtest.score.ScoringTarget;

/** A target that the miner guide announces without a formula. The formula is Weir's own until the subnet publishes one. */
public record OwnTarget(String name, String formula, ToDoubleFunction<Performance> function) implements ScoringTarget {

    /** All of them. */
    public static final List<ScoringTarget> ALL = List.of(
            new OwnTarget(
                    "MaxFees", "fees at the final price over the initial value, a fraction", OwnTarget::feeReturn),
            new OwnTarget(
                    "MinIL",
                    "the model's impermanent loss with a minus sign, 0 at best",
                    performance -> -loss(performance)),
            new OwnTarget(
                    "Balanced",
                    "fees over the initial value less the impermanent loss, both fractions",
                    performance -> feeReturn(performance) - loss(performance)));

    @Override
    public String description() {
        return formula + "; announced by the miner guide without a formula; this formula is Weir's own";
    }

    @Override
    public double score(Performance performance) {
        return function.applyAsDouble(performance);
    }

    /** Fees as a fraction of the initial value; 0 if nothing was deployed. */
    private static double feeReturn(Performance performance) {
        double initial = performance.initialValue() == null
                ? 0
                : performance.initialValue().doubleValue();
        return initial <= 0 ? 0 : performance.feesCollected().doubleValue() / initial;
    }

    /** The impermanent loss as a fraction; if the model has none, the greater loss of a token. */
    private static double loss(Performance performance) {
        return performance.impermanentLoss() != null
                ? performance.impermanentLoss()
                : PythonArithmetic.maxLossRatio(performance.initialInventory(), performance.holdings());
    }
}
