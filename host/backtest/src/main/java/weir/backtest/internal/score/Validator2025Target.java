package weir.backtest.internal.score;

import weir.backtest.EvaluationException;
import weir.backtest.EvaluationException.Reason;
import weir.backtest.Performance;
import weir.backtest.score.ScoringTarget;

/** The score of the published validator code until the end of 2025. Its penalty considers only idle tokens. */
public final class Validator2025Target implements ScoringTarget {

    public static final double LOSS_PENALTY = 10;
    public static final double SMOOTH_BETA = 4;

    private final double lossPenalty;
    private final double smoothBeta;

    /** Uses the validator's constants. */
    public Validator2025Target() {
        this(LOSS_PENALTY, SMOOTH_BETA);
    }

    /** Uses another factor of the loss in the exponent of the penalty, and another smoothness of the maximum. */
    public Validator2025Target(double lossPenalty, double smoothBeta) {
        this.lossPenalty = lossPenalty;
        this.smoothBeta = smoothBeta;
    }

    @Override
    public String name() {
        return "validator-2025";
    }

    @Override
    public String description() {
        return "gain in raw token1 units, penalised by the plain log-sum-exp of the losses of idle tokens: the"
                + " public validator before 2026, to compare with old scores";
    }

    @Override
    public double score(Performance performance) {
        if (performance.initialValue() == null || performance.finalValue() == null) {
            throw new EvaluationException(
                    Reason.NO_REBALANCE, "without a rebalance there are no values, so this score is undefined");
        }
        if (performance.initialValue().doubleValue() <= 0) {
            return Double.NEGATIVE_INFINITY;
        }
        var start = performance.initialInventory();
        var end = performance.idle();
        double loss = logSumExp(
                PythonArithmetic.lossRatio(start.amount0(), end.amount0()),
                PythonArithmetic.lossRatio(start.amount1(), end.amount1()));
        double penalty = Math.exp(-lossPenalty * loss);
        double gain = PythonArithmetic.difference(performance.finalValue(), performance.initialValue());
        if (gain >= 0) {
            return gain * penalty;
        }
        if (penalty == 0) {
            throw new EvaluationException(Reason.PENALTY_UNDERFLOW, "loss " + loss + " is too large: the penalty is 0");
        }
        return gain / penalty;
    }

    private double logSumExp(double x, double y) {
        double larger = Math.max(x, y);
        return larger
                + (1.0 / smoothBeta)
                        * Math.log(Math.exp(smoothBeta * (x - larger)) + Math.exp(smoothBeta * (y - larger)));
    }
}
