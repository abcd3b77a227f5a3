package weir.backtest.internal.score;

import org.osgi.service.component.annotations.Component;
import weir.backtest.Performance;
import weir.backtest.score.ScoringTarget;

/** The announced target "MaxFees". The formula is Weir's own until the subnet publishes one. */
@Component
public final class MaxFeesTarget implements ScoringTarget {

    @Override
    public String name() {
        return "MaxFees";
    }

    @Override
    public String description() {
        return "fees at the final price over the initial value, a fraction; announced by the miner guide without a formula;"
                + " this formula is Weir's own";
    }

    @Override
    public double score(Performance performance) {
        return feeReturn(performance);
    }

    /** Fees as a fraction of the initial value; 0 if nothing was deployed. */
    static double feeReturn(Performance performance) {
        if (performance.initialValue() == null || performance.initialValue().doubleValue() <= 0) {
            return 0;
        }
        return performance.feesCollected().doubleValue()
                / performance.initialValue().doubleValue();
    }
}
