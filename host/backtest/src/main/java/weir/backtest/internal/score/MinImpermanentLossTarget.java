package weir.backtest.internal.score;

import org.osgi.service.component.annotations.Component;
import weir.backtest.Performance;
import weir.backtest.score.ScoringTarget;

/** The announced target "MinIL". The formula is Weir's own until the subnet publishes one. */
@Component
public final class MinImpermanentLossTarget implements ScoringTarget {

    @Override
    public String name() {
        return "MinIL";
    }

    @Override
    public String description() {
        return "the model's impermanent loss with a minus sign, 0 at best; announced by the miner guide without a formula;"
                + " this formula is Weir's own";
    }

    @Override
    public double score(Performance performance) {
        return -loss(performance);
    }

    /** The impermanent loss as a fraction; if the model has none, the greater loss of a token. */
    static double loss(Performance performance) {
        if (performance.impermanentLoss() != null) {
            return performance.impermanentLoss();
        }
        var start = performance.initialInventory();
        var end = performance.holdings();
        return Math.max(
                PythonArithmetic.lossRatio(start.amount0(), end.amount0()),
                PythonArithmetic.lossRatio(start.amount1(), end.amount1()));
    }
}
