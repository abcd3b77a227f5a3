package weir.backtest.internal.score;

import weir.backtest.EvaluationException;
import weir.backtest.EvaluationException.Reason;
import weir.backtest.Performance;
import weir.backtest.score.ScoringTarget;

/** The target "PoL" (protocol-owned liquidity) of the subnet's miner guide. */
public final class GuideTarget implements ScoringTarget {

    private static final double LOSS_PENALTY = 10;
    private static final double SMOOTH_BETA = 4;

    @Override
    public String name() {
        return "guide";
    }

    @Override
    public String description() {
        return "gain in raw token1 units with fees, penalised by the smooth maximum of the losses of both tokens: the"
                + " miner guide's target PoL";
    }

    @Override
    public double score(Performance performance) {
        if (performance.initialValue() == null || performance.finalValue() == null) {
            throw new EvaluationException(
                    Reason.NO_REBALANCE, "without a rebalance there are no values, so this score is undefined");
        }
        var start = performance.initialInventory();
        var end = performance.holdings();
        double loss = smoothMax(
                PythonArithmetic.lossRatio(start.amount0(), end.amount0()),
                PythonArithmetic.lossRatio(start.amount1(), end.amount1()));
        double penalty = penalty(loss);
        double gain = PythonArithmetic.difference(performance.finalValue(), performance.initialValue());
        return gain >= 0 ? gain * penalty : gain / penalty;
    }

    /** The factor of a gain, and the divisor of a loss. */
    static double penalty(double loss) {
        return Math.exp(-LOSS_PENALTY * loss);
    }

    /**
     * ln(e^(bx) + e^(by) - 1) / b: log-sum-exp, shifted to be 0 at (0, 0) and x at (x, 0). The guide's examples require this; a
     * plain log-sum-exp does not satisfy them.
     */
    static double smoothMax(double x, double y) {
        return Math.log1p(Math.expm1(SMOOTH_BETA * x) + Math.expm1(SMOOTH_BETA * y)) / SMOOTH_BETA;
    }
}
